// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "io/files.h"

namespace kcrate {

namespace {

struct Pipe {
	Fd reader, writer;
};

bool open_pipe(Pipe &out)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return false;
	out.reader = Fd(ends[0]);
	out.writer = Fd(ends[1]);
	return true;
}

/* Our environment with the C locale, so that output can be read. */
std::vector<char *> c_locale()
{
	static char locale[] = "LC_ALL=C";
	std::vector<char *> out;

	for (char **entry = environ; *entry; entry++)
		if (!std::string_view(*entry).starts_with("LC_ALL="))
			out.push_back(*entry);
	out.push_back(locale);
	out.push_back(nullptr);
	return out;
}

/* The child's pid, or -1 with errno set. */
pid_t spawn(const std::vector<std::string> &argv, const std::string &cwd,
	    const Pipe &out, const Pipe &err)
{
	std::vector<char *> words;
	std::vector<char *> environment = c_locale();
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;

	words.reserve(argv.size() + 1);
	for (const std::string &word : argv)
		words.push_back(const_cast<char *>(word.c_str()));
	words.push_back(nullptr);

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out.writer.get(), 1);
	posix_spawn_file_actions_adddup2(&actions, err.writer.get(), 2);
	if (!cwd.empty())
		posix_spawn_file_actions_addchdir_np(&actions, cwd.c_str());
	errno = posix_spawnp(&pid, words[0], &actions, nullptr, words.data(),
			     environment.data());
	posix_spawn_file_actions_destroy(&actions);
	return errno ? -1 : pid;
}

Diag failure(const std::vector<std::string> &argv, const std::string &how,
	     std::string_view errors)
{
	Diag diag(Id::process_failed, str(join(argv, " "), ": ", how));

	for (const std::string_view line : lines(errors))
		diag.context.emplace_back(line);
	return diag;
}

/* Starts a program whose output can be read from @out and @err. */
Result<pid_t> start(const std::vector<std::string> &argv,
		    const std::string &cwd, Pipe &out, Pipe &err)
{
	pid_t pid = -1;

	if (open_pipe(out) && open_pipe(err))
		pid = spawn(argv, cwd, out, err);
	if (pid < 0)
		return Diag(Id::process_failed, str("cannot run ", argv[0],
						    cwd.empty() ? "" : " in ",
						    cwd, ": ", errno_text()))
			.with_help("install it, or put it on PATH");
	out.writer = Fd();
	err.writer = Fd();
	return pid;
}

/* When a program must have ended. */
class Deadline {
public:
	/* @seconds from now; 0: never. */
	explicit Deadline(unsigned int seconds)
		: seconds(seconds),
		  end(Clock::now() + std::chrono::seconds(seconds))
	{}

	/* In milliseconds, as poll(2) has it; negative: for ever. */
	int left() const
	{
		using std::chrono::milliseconds;
		if (!seconds)
			return -1;
		const auto left = std::chrono::duration_cast<milliseconds>(
			end - Clock::now());
		return static_cast<int>(
			std::max<milliseconds::rep>(0, left.count()));
	}

	std::string text() const
	{
		return str("it took more than ", seconds, " s");
	}

private:
	using Clock = std::chrono::steady_clock;

	unsigned int seconds;
	Clock::time_point end;
};

/* Reads both sides of a program until it has closed them. */
class LimitedReader {
public:
	LimitedReader(Pipe &out, Pipe &err, const Limits &limits,
		      const Deadline &deadline)
		: limits(limits),
		  deadline(deadline),
		  sides{ { &out.reader, {} }, { &err.reader, {} } }
	{}

	/* Why it must be stopped, "" where it has ended. */
	std::string run()
	{
		std::string why;

		while (why.empty() && (*sides[0].fd || *sides[1].fd))
			why = step();
		return why;
	}

	/* Whether it was for its output. */
	bool was_cut() const { return cut; }

	std::string take(size_t side) { return std::move(sides[side].bytes); }

private:
	struct Side {
		Fd *fd;
		std::string bytes;
		size_t searched = 0; /* what is enough does not begin before */
	};

	std::string step()
	{
		struct pollfd fds[] = { { sides[0].fd->get(), POLLIN, 0 },
					{ sides[1].fd->get(), POLLIN, 0 } };
		const int left = deadline.left();
		const int ready = poll(fds, 2, left);

		if (ready < 0 && errno != EINTR)
			return "its output cannot be read";
		/* Also where it never ceases to print. */
		if (ready == 0 || left == 0)
			return deadline.text();
		for (size_t i = 0; ready > 0 && i < 2; i++)
			if (fds[i].revents && !read_some(sides[i])) {
				cut = true;
				return "it printed enough";
			}
		return {};
	}

	/* Whether the line that is enough has come: nothing behind it is kept,
	 * as that is a matter of chance. */
	bool take_enough(Side &side) const
	{
		std::string &bytes = side.bytes;

		if (limits.enough.empty())
			return false;
		const size_t at = bytes.find(limits.enough, side.searched);
		if (at == bytes.npos) {
			/* Its beginning may be there already. */
			side.searched =
				bytes.size() -
				std::min(bytes.size(), limits.enough.size());
			return false;
		}
		side.searched = at;
		const size_t end = bytes.find('\n', at);
		if (end == bytes.npos)
			return false;
		bytes.resize(end + 1);
		return true;
	}

	/* False where it is enough. */
	bool read_some(Side &side) const
	{
		char buffer[65536];
		const ssize_t n = read(side.fd->get(), buffer, sizeof(buffer));

		if (n <= 0) {
			if (n == 0 || errno != EINTR)
				*side.fd = Fd();
			return true;
		}
		side.bytes.append(buffer, static_cast<size_t>(n));
		return (!limits.output || side.bytes.size() <= limits.output) &&
		       !take_enough(side);
	}

	const Limits &limits;
	const Deadline &deadline;
	Side sides[2];
	bool cut = false;
};

int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* Whether @pid, which may have closed its output and go on, ends in time. */
bool ends_by(const Deadline &deadline, pid_t pid)
{
	using namespace std::chrono_literals;

	while (deadline.left() > 0) {
		siginfo_t info = {};
		if (waitid(P_PID, static_cast<id_t>(pid), &info,
			   WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid == pid)
			return true;
		std::this_thread::sleep_for(1ms);
	}
	return deadline.left() < 0;
}

/*
 * @argv with limits of memory: they are set by a program before it becomes the
 * one that is meant, as nothing else comes early enough.  A core would be as
 * large as the memory.
 */
std::vector<std::string> with_limits(const std::vector<std::string> &argv,
				     const Limits &limits)
{
	std::vector<std::string> out;

	if (limits.memory)
		out = { "prlimit", str("--as=", limits.memory), "--core=0",
			"--" };
	out.insert(out.end(), argv.begin(), argv.end());
	return out;
}

} /* namespace */

Result<Limited> run_limited(const std::vector<std::string> &argv,
			    const Limits &limits, const std::string &cwd)
{
	Pipe out, err;
	const pid_t pid = TRY(start(with_limits(argv, limits), cwd, out, err));
	const Deadline deadline(limits.seconds);
	LimitedReader reader(out, err, limits, deadline);
	Limited done;

	done.stopped = reader.run();
	done.was_cut = reader.was_cut();
	if (done.stopped.empty() && !ends_by(deadline, pid))
		done.stopped = deadline.text();
	if (!done.stopped.empty())
		kill(pid, SIGKILL);
	const int status = wait_for(pid);
	if (WIFSIGNALED(status) && done.stopped.empty())
		done.stopped =
			str("it was killed by signal ", WTERMSIG(status));
	done.ended = { WIFEXITED(status) ? WEXITSTATUS(status) : 128,
		       reader.take(0), reader.take(1) };
	return done;
}

Result<Ended> run_to_end(const std::vector<std::string> &argv,
			 const std::string &cwd)
{
	Pipe out, err;
	const pid_t pid = TRY(start(argv, cwd, out, err));

	std::optional<std::string> errors;
	std::thread drain([&] { errors = read_all(err.reader.get()); });
	std::optional<std::string> output = read_all(out.reader.get());
	drain.join();

	const int status = wait_for(pid);
	if (WIFSIGNALED(status))
		return failure(argv, str("killed by signal ", WTERMSIG(status)),
			       errors.value_or(""));
	if (!output || !errors)
		return failure(argv, "its output cannot be read", "");
	return Ended{ WEXITSTATUS(status), std::move(*output),
		      std::move(*errors) };
}

Result<std::string> run_process(const std::vector<std::string> &argv,
				const std::string &cwd)
{
	Ended ended = TRY(run_to_end(argv, cwd));

	if (ended.status != 0)
		return failure(argv, str("exit status ", ended.status),
			       ended.errors);
	return std::move(ended.output);
}

} /* namespace kcrate */
