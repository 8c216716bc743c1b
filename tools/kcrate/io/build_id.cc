// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/build_id.h"

#include <string_view>

#include <elf.h>
#include <link.h>

#include "base/str.h"

namespace kcrate {

namespace {

/* The size of a name or a value with what is added to it. */
size_t padded(size_t size)
{
	return (size + 3) & ~size_t(3);
}

/* Of the notes in one segment: the build id's value, "" for none. */
std::string_view build_id_in(std::string_view notes)
{
	ElfW(Nhdr) note;

	while (notes.size() >= sizeof(note)) {
		notes.copy(reinterpret_cast<char *>(&note), sizeof(note));
		notes.remove_prefix(sizeof(note));
		const size_t name = padded(note.n_namesz),
			     value = padded(note.n_descsz);
		if (name > notes.size() || value > notes.size() - name)
			break;
		if (note.n_type == NT_GNU_BUILD_ID &&
		    notes.starts_with(std::string_view("GNU\0", 4)))
			return notes.substr(name, note.n_descsz);
		notes.remove_prefix(name + value);
	}
	return {};
}

/* The first object that is told of is the program; it ends the walk. */
int take_program(dl_phdr_info *program, size_t, void *out)
{
	for (size_t i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) &segment = program->dlpi_phdr[i];
		if (segment.p_type != PT_NOTE)
			continue;
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): as it comes */
		const auto *const bytes = reinterpret_cast<const char *>(
			program->dlpi_addr + segment.p_vaddr);
		const std::string_view found =
			build_id_in({ bytes, segment.p_memsz });
		if (!found.empty())
			*static_cast<std::string *>(out) = hex(found);
	}
	return 1;
}

std::string find_build_id()
{
	std::string out;

	dl_iterate_phdr(take_program, &out);
	return out;
}

} /* namespace */

const std::string &build_id()
{
	static const std::string id = find_build_id();

	return id;
}

} /* namespace kcrate */
