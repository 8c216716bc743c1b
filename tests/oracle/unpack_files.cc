// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unpack-files NAME VERSION ARCHIVE: what kcrate's reader makes of a .crate.
 * With ARCHIVE "-", of a .deb's payload on standard input.  Prints the number
 * of files, or the diagnostic and exits with 1.
 */

#include <fstream>
#include <iostream>
#include <iterator>

#include "unpack/unpack.h"

using namespace kcrate;

namespace {

std::string contents(std::istream &in)
{
	return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<Tree> unpack(const std::string &name, const std::string &version,
		    const std::string &path, Sink &sink)
{
	/* Debian's largest packages are beyond the default for crates. */
	const UnpackOptions package = { .unpacked = 256 << 20 };

	if (path == "-")
		return unpack_deb_payload(
			"payload",
			std::make_shared<std::string>(contents(std::cin)), name,
			version, package, sink);

	std::ifstream in(path, std::ios::binary);

	return unpack_crate(path, contents(in), name, version, {}, sink);
}

} /* namespace */

int main(int argc, char **argv)
{
	Sink sink;

	if (argc != 4) {
		std::cerr << "usage: unpack-files NAME VERSION ARCHIVE|-\n";
		return 2;
	}

	const Result<Tree> tree = unpack(argv[1], argv[2], argv[3], sink);

	for (const Diag &diag : sink.diags)
		std::cerr << name_of(severity_of(diag.id)) << ": "
			  << diag.message << " [" << name_of(diag.id) << "]\n";
	if (!tree) {
		std::cout << name_of(tree.error().id) << ": "
			  << tree.error().message << "\n";
		return 1;
	}
	std::cout << tree.value().size() << "\n";
	return 0;
}
