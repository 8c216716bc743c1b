// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/files.h"

#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing/scratch.h"

using namespace kcrate;

namespace {

/* Sets a variable of the environment for as long as it lives. */
class Setting {
public:
	Setting(const char *name, const char *value) : name(name)
	{
		if (const char *const old = getenv(name))
			before = old;
		if (value)
			setenv(name, value, 1);
		else
			unsetenv(name);
	}
	~Setting()
	{
		if (before)
			setenv(name, before->c_str(), 1);
		else
			unsetenv(name);
	}
	Setting(const Setting &) = delete;
	Setting &operator=(const Setting &) = delete;

private:
	const char *name;
	std::optional<std::string> before;
};

ino_t inode(const std::string &path)
{
	struct stat st = {};

	REQUIRE(stat(path.c_str(), &st) == 0);
	return st.st_ino;
}

std::string paths(const Result<Tree> &tree)
{
	std::vector<std::string> out;

	if (!tree)
		return outcome(tree);
	for (const auto &[path, file] : tree.value())
		out.push_back(str(path, "=", file.bytes()));
	return join(out, " ");
}

} /* namespace */

TEST_CASE("a file is read as it is, NULs included")
{
	const ScratchDir scratch;
	const std::string bytes("a\0b\n", 4);

	scratch.write("f", bytes);
	scratch.write("empty", "");
	scratch.write("large", std::string(1 << 18, 'x'));
	CHECK(read_file(scratch / "f").value() == bytes);
	CHECK(read_file(scratch / "empty").value().empty());
	CHECK(read_file(scratch / "large").value().size() == 1 << 18);
}

TEST_CASE("a file without a size is read to its end")
{
	CHECK(read_file("/proc/self/status").value().starts_with("Name:"));
	CHECK(read_file("/dev/null").value().empty());
}

TEST_CASE("a file that is not there, and one that cannot be read")
{
	const ScratchDir scratch;

	scratch.write("f", "");
	REQUIRE(symlink("loop", (scratch / "loop").c_str()) == 0);
	CHECK(outcome(read_file(scratch / "none")) ==
	      str("file-not-found: ", scratch.path, "/none: no such file"));
	CHECK(outcome(read_file(scratch / "f/x")) ==
	      str("file-not-found: ", scratch.path, "/f/x: no such file"));
	CHECK(outcome(read_file(scratch.path)) ==
	      str("file-unreadable: ", scratch.path, ": Is a directory"));
	CHECK(outcome(read_file(scratch / "loop")) ==
	      str("file-unreadable: ", scratch.path,
		  "/loop: Too many levels of symbolic links"));
	CHECK(file_exists(scratch / "f"));
	CHECK_FALSE(file_exists(scratch / "none"));
}

TEST_CASE("directories are made as far as they are missing")
{
	const ScratchDir scratch;

	CHECK(outcome(make_directories(scratch / "a/b/c")) == "ok");
	CHECK(outcome(make_directories(scratch / "a/b/c")) == "ok");
	CHECK(outcome(make_directories(scratch / "a/b/c/")) == "ok");
	CHECK(file_exists(scratch / "a/b/c"));
	CHECK(outcome(make_directories("/")) == "ok");
	scratch.write("f", "");
	CHECK(outcome(make_directories(scratch / "f")) ==
	      str("write-failed: cannot make the directory ", scratch.path,
		  "/f: File exists"));
	CHECK(outcome(make_directories(scratch / "f/x")) ==
	      str("write-failed: cannot make the directory ", scratch.path,
		  "/f: File exists"));
	REQUIRE(symlink("a", (scratch / "link").c_str()) == 0);
	CHECK(outcome(make_directories(scratch / "link/z")) == "ok");
	CHECK(file_exists(scratch / "a/z"));
}

TEST_CASE("a file is replaced as a whole, and left alone when it is right")
{
	const ScratchDir scratch;
	const std::string path = scratch / "f";

	CHECK(outcome(write_file(path, "one")) == "ok");
	const ino_t first = inode(path);
	CHECK(outcome(write_file(path, "one")) == "ok");
	CHECK(inode(path) == first);
	CHECK(outcome(write_file(path, "two")) == "ok");
	CHECK(inode(path) != first);
	CHECK(paths(read_tree(scratch.path)) == "f=two");
}

TEST_CASE("a draft changes nothing before it is put in its place")
{
	const ScratchDir scratch;
	const std::string path = scratch / "f";

	scratch.write("f", "one");
	{
		Result<Draft> draft = Draft::write(path, "two");
		REQUIRE(draft);
		CHECK(paths(read_tree(scratch.path)) == "f=one f.tmp=two");
		CHECK(outcome(draft.value().put()) == "ok");
		CHECK(outcome(draft.value().put()) == "ok");
		CHECK(paths(read_tree(scratch.path)) == "f=two");
	}
	CHECK(paths(read_tree(scratch.path)) == "f=two");
	CHECK(outcome(Draft::write(path, "three")) == "ok");
	CHECK(paths(read_tree(scratch.path)) == "f=two");
}

TEST_CASE("a draft of what is there already leaves it alone")
{
	const ScratchDir scratch;
	const std::string path = scratch / "f";

	scratch.write("f", "one");
	scratch.write("f.tmp", "left by one who was killed");
	const ino_t first = inode(path);
	Result<Draft> same = Draft::write(path, "one");
	REQUIRE(same);
	CHECK(outcome(same.value().put()) == "ok");
	CHECK(paths(read_tree(scratch.path)) == "f=one");

	Result<Draft> late = Draft::write(path, "two");
	REQUIRE(late);
	scratch.write("g", "two");
	REQUIRE(rename((scratch / "g").c_str(), path.c_str()) == 0);
	const ino_t second = inode(path);
	CHECK(outcome(late.value().put()) == "ok");
	CHECK(inode(path) == second);
	CHECK(second != first);
}

TEST_CASE("the umask has its say in what is written")
{
	const ScratchDir scratch;
	const mode_t before = umask(027);
	struct stat st = {};

	CHECK(outcome(write_file(scratch / "f", "x")) == "ok");
	umask(before);
	REQUIRE(stat((scratch / "f").c_str(), &st) == 0);
	CHECK((st.st_mode & 0777) == 0640);
}

TEST_CASE("a file that cannot be written leaves nothing behind")
{
	const ScratchDir scratch;

	REQUIRE(make_directories(scratch / "d/inner"));
	CHECK(outcome(write_file(scratch / "none/f", "x")) ==
	      str("write-failed: cannot write ", scratch.path,
		  "/none/f: No such file or directory"));
	CHECK(outcome(write_file(scratch / "d", "x")) ==
	      str("write-failed: cannot write ", scratch.path,
		  "/d: Is a directory"));
	CHECK(paths(read_tree(scratch.path)).empty());
}

TEST_CASE("a full disk is told of")
{
	const Fd full(open("/dev/full", O_WRONLY | O_CLOEXEC));

	if (!full)
		return;
	CHECK_FALSE(write_all(full.get(), "x"));
	CHECK(errno_text() == "No space left on device");
}

TEST_CASE("a tree is all regular files, hidden ones too")
{
	const ScratchDir scratch;

	scratch.write("b", "2");
	scratch.write("a/x", "1");
	scratch.write("a/.hidden/y", "3");
	REQUIRE(make_directories(scratch / "empty/dir"));
	CHECK(paths(read_tree(scratch.path)) == "a/.hidden/y=3 a/x=1 b=2");
	CHECK(paths(read_tree(scratch / "a")) == ".hidden/y=3 x=1");
}

TEST_CASE("what somebody works in has more than source, which is left out")
{
	const ScratchDir scratch;

	scratch.write("src/x", "1");
	scratch.write("src/target", "2");
	scratch.write("target/debug/y", "3");
	scratch.write(".git/config", "4");
	scratch.write("src/.x.swp", "5");
	REQUIRE(symlink("x", (scratch / "src/link").c_str()) == 0);
	CHECK(paths(read_source_tree(scratch.path)) == "src/target=2 src/x=1");
	CHECK(outcome(read_source_tree(scratch / "none")) ==
	      str("file-not-found: ", scratch.path,
		  "/none: No such file or directory"));
}

TEST_CASE("a tree with anything else in it is refused")
{
	const ScratchDir scratch;

	scratch.write("d/x", "1");
	REQUIRE(symlink("x", (scratch / "d/link").c_str()) == 0);
	CHECK(outcome(read_tree(scratch.path)) ==
	      str("file-unreadable: ", scratch.path,
		  "/d/link: neither a file nor a directory"));
	REQUIRE(unlink((scratch / "d/link").c_str()) == 0);
	REQUIRE(mkfifo((scratch / "d/fifo").c_str(), 0600) == 0);
	CHECK(outcome(read_tree(scratch.path)) ==
	      str("file-unreadable: ", scratch.path,
		  "/d/fifo: neither a file nor a directory"));
	CHECK(outcome(read_tree(scratch / "none")) ==
	      str("file-not-found: ", scratch.path,
		  "/none: No such file or directory"));
	CHECK(outcome(read_tree(scratch / "d/x")) ==
	      str("file-unreadable: ", scratch.path, "/d/x: Not a directory"));
}

TEST_CASE("who has to wait for a directory is told for whom")
{
	const ScratchDir scratch;
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	Fd first(open(scratch.path.c_str(), flags));
	const Fd second(open(scratch.path.c_str(), flags));
	std::vector<std::string> told;

	CHECK(outcome(lock_directory(first.get(), scratch.path,
				     [&](const std::string &text) {
					     told.push_back(text);
				     })) == "ok");
	CHECK(told.empty());
	CHECK(outcome(lock_directory(second.get(), scratch.path,
				     [&](const std::string &text) {
					     told.push_back(text);
					     /* The other one is done meanwhile.
					      */
					     first = Fd();
				     })) == "ok");
	REQUIRE(told.size() == 1);
	CHECK(told[0].starts_with("waiting for "));
	CHECK(told[0].ends_with(", which is using " + scratch.path));
}

TEST_CASE("what cannot be locked is an error, not an endless wait")
{
	int notices = 0;

	CHECK(outcome(lock_directory(-1, "DIR", [&](const std::string &) {
		      notices++;
	      })) == "write-failed: cannot lock DIR: Bad file descriptor");
	CHECK(notices == 0);
}

TEST_CASE("a relative path is below its base, an absolute one is itself")
{
	CHECK(path_below("a/b", "c") == "a/b/c");
	CHECK(path_below("a", "../c") == "a/../c");
	CHECK(path_below("", "c") == "c");
	CHECK(path_below("a", "/c") == "/c");
	CHECK(path_below("/", "c") == "//c");
}

TEST_CASE("the cache is where the XDG specification puts it")
{
	const Setting home("HOME", "/h");
	{
		const Setting xdg("XDG_CACHE_HOME", "/x");
		CHECK(cache_directory().value() == "/x/kcrate");
	}
	for (const char *const invalid : { "", "relative" }) {
		const Setting xdg("XDG_CACHE_HOME", invalid);
		CHECK(cache_directory().value() == "/h/.cache/kcrate");
	}
	const Setting xdg("XDG_CACHE_HOME", nullptr);
	CHECK(cache_directory().value() == "/h/.cache/kcrate");
	const Setting none("HOME", nullptr);
	CHECK(outcome(cache_directory()) ==
	      "usage: there is no place for the archive cache");
	CHECK(cache_directory().error().help ==
	      "set XDG_CACHE_HOME or HOME, or use --cache");
}

TEST_CASE("a file has one real path, however it is called")
{
	const ScratchDir scratch;

	scratch.write("d/f", "");
	REQUIRE(symlink("d", (scratch / "link").c_str()) == 0);
	const std::string real = real_path(scratch.path).value();
	for (const std::string name :
	     { "d/f", "d/./f", "d/../d/f", "link/f", "d//f" }) {
		CAPTURE(name);
		CHECK(real_path(scratch / name).value() == real + "/d/f");
	}
	CHECK(real_path(scratch / "d/").value() == real + "/d");
	CHECK(outcome(real_path(scratch / "none")) ==
	      str("file-not-found: ", scratch.path,
		  "/none: No such file or directory"));
	CHECK(outcome(real_path(scratch / "d/f/x")) ==
	      str("file-unreadable: ", scratch.path,
		  "/d/f/x: Not a directory"));
}

TEST_CASE("a descriptor is closed once, by whoever has it last")
{
	const ScratchDir scratch;
	const auto is_open = [](int fd) { return fcntl(fd, F_GETFD) >= 0; };
	int number = -1;
	{
		Fd a(open(scratch.path.c_str(), O_RDONLY | O_CLOEXEC));
		number = a.get();
		Fd b(std::move(a));
		CHECK(b.get() == number);
		Fd c;
		CHECK_FALSE(c);
		c = std::move(b);
		CHECK(is_open(number));
	}
	CHECK_FALSE(is_open(number));
}

TEST_CASE("of a file that may be anything only the beginning is read")
{
	const ScratchDir dir;
	const auto beginning = [&](const std::string &file, size_t max) {
		return read_beginning(dir / file, max).value_or("none");
	};

	dir.write("file", "12345");
	dir.write("empty", "");
	REQUIRE(symlink("file", (dir / "link").c_str()) == 0);
	REQUIRE(mkfifo((dir / "fifo").c_str(), 0600) == 0);
	CHECK(beginning("file", 4) == "1234");
	CHECK(beginning("file", 5) == "12345");
	CHECK(beginning("file", 6) == "12345");
	CHECK(beginning("empty", 1).empty());
	for (const char *const file : { "link", "fifo", "", "no-such" }) {
		CAPTURE(file);
		CHECK(beginning(file, 9) == "none");
	}
}
