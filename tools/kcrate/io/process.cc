// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/process.h"

#include <cerrno>
#include <thread>

#include <fcntl.h>
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

} /* namespace */

Result<Ended> run_to_end(const std::vector<std::string> &argv,
			 const std::string &cwd)
{
	Pipe out, err;
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

	std::optional<std::string> errors;
	std::thread drain([&] { errors = read_all(err.reader.get()); });
	std::optional<std::string> output = read_all(out.reader.get());
	drain.join();

	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
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
