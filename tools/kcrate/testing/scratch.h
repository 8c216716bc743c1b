/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A directory for one test, gone with all that is in it when the test ends. */

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ftw.h>
#include <sys/stat.h>

#include "io/files.h"
#include "testing/test.h"

namespace kcrate {

class ScratchDir {
public:
	ScratchDir()
	{
		char name[] = "/tmp/kcrate-test-XXXXXX";

		REQUIRE(mkdtemp(name));
		path = name;
	}
	~ScratchDir()
	{
		nftw(
			path.c_str(),
			[](const char *file, const struct stat *, int, FTW *) {
				return remove(file);
			},
			8, FTW_DEPTH | FTW_PHYS);
	}
	ScratchDir(const ScratchDir &) = delete;
	ScratchDir &operator=(const ScratchDir &) = delete;

	std::string operator/(std::string_view file) const
	{
		return str(path, "/", file);
	}
	void write(const std::string &file, std::string_view bytes) const
	{
		const std::string whole = *this / file;

		REQUIRE(make_directories(std::string(parent_of(whole))));
		REQUIRE(write_file(whole, bytes));
	}
	/* A program for PATH: @body is a shell script. */
	void write_program(const std::string &file, std::string_view body) const
	{
		write(file, str("#!/bin/sh\n", body));
		REQUIRE(chmod((*this / file).c_str(), 0755) == 0);
	}
	std::string read(const std::string &file) const
	{
		const Result<std::string> bytes = read_file(*this / file);

		return bytes ? bytes.value() : "(none)";
	}

	std::string path;
};

} /* namespace kcrate */
