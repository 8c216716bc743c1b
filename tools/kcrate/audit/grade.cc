// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/grade.h"

#include <algorithm>

#include "audit/allocation.h"
#include "base/str.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

std::string text_of(const PathWords &words)
{
	std::string out;

	for (const std::string_view word : words)
		out += str(out.empty() ? "" : "::", word);
	return out;
}

class Grader {
public:
	Grader(const CrateCode &code, const std::vector<FloatUse> &floats,
	       const KnownLibrary &library)
		: code(code), floats(floats), library(library)
	{}

	Graded run()
	{
		for (size_t m = 0; m < code.modules().size(); m++) {
			const std::vector<CodePath> &paths = code.paths(m);
			const std::vector<Meaning> &meanings = code.meanings(m);
			for (size_t i = 0; i < paths.size(); i++) {
				judge(m, paths[i], meanings[i]);
				judge_refusal(m, paths[i]);
			}
			for (const CodePath &path : code.macro_paths(m))
				if (path.is_telling())
					judge(m, path, code.resolve(m, path));
		}
		if (uses_alloc)
			judge_allocation();
		for (const FloatUse &use : floats)
			if (!use.debug)
				add({ use.module, use.token },
				    Id::float_formatting, Grade::core_float,
				    use.what);
		/* Never less than what it may need, where it seems to need
		 * nothing. */
		if (out.grade == Grade::core)
			out.grade = if_compiled;
		return std::move(out);
	}

private:
	void judge_allocation()
	{
		const LibraryApi *const api = library();

		if (!api) {
			out.grade = std::max(out.grade, Grade::alloc);
			return;
		}
		for (const AllocationSite &site : infallible_sites(code, *api))
			add({ site.module, site.token },
			    Id::infallible_allocation, Grade::alloc, site.what,
			    site.possible);
	}

	struct Spot {
		size_t module, token;
	};

	void add(Spot spot, Id id, Grade grade, std::string what,
		 bool possible = false)
	{
		const CodeModule &module = code.modules()[spot.module];
		const bool conditional =
			CrateCode::is_conditional(module, spot.token);

		out.uses.push_back({ id, grade, code.place(module, spot.token),
				     std::move(what), conditional, possible });
		/* A name alone says nothing. */
		if (possible)
			return;
		Grade &least = conditional ? if_compiled : out.grade;
		least = std::max(least, grade);
	}

	/* `compile_error!` in code that is no macro's. */
	void judge_refusal(size_t m, const CodePath &path)
	{
		const CodeModule &module = code.modules()[m];

		if (path.words.back() == "compile_error" &&
		    module.tokens->is(path.end, "!"))
			add({ m, path.begin }, Id::compile_error, Grade::std,
			    "compile_error!");
	}

	void judge(size_t m, const CodePath &path, const Meaning &meaning)
	{
		if (meaning.is_of("std"))
			add({ m, path.begin }, Id::std_used, Grade::std,
			    text_of(meaning.path));
		if (!meaning.is_of("alloc"))
			return;
		uses_alloc = true;
		add({ m, path.begin }, Id::alloc_reference,
		    Grade::alloc_fallible, text_of(meaning.path));
	}

	const CrateCode &code;
	const std::vector<FloatUse> &floats;
	const KnownLibrary &library;
	Graded out;
	bool uses_alloc = false;
	Grade if_compiled = Grade::core; /* by what is conditional */
};

} /* namespace */

std::string_view name_of(Grade grade)
{
	constexpr std::string_view names[] = { "core", "core-float",
					       "alloc-fallible", "alloc",
					       "std" };

	return names[static_cast<size_t>(grade)];
}

Graded grade_of(const CrateCode &code, const CrateSource &source,
		const std::vector<FloatUse> &floats,
		const KnownLibrary &library)
{
	Graded out = Grader(code, floats, library).run();

	if (source.no_std == Truth::no)
		out.grade = Grade::std;
	return out;
}

} /* namespace kcrate */
