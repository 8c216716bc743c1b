// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/verdict.h"

#include <algorithm>

#include "resolve/targets.h"

namespace kcrate {

namespace {

class Judge {
public:
	Judge(size_t unit, const std::vector<AuditedCrate> &crates,
	      UnitCompiler &compiler, CompilerVerdict &out)
		: unit(unit), crates(crates), compiler(compiler), out(out)
	{}

	/* Whether it compiles by @build. */
	Result<bool> compiles(Build build)
	{
		const Compiled *const one = TRY(compiler.get(unit, build));

		if (one->was_tried)
			out.tries[build] = one;
		/* All else may follow from it. */
		out.unknown |= !one->stopped.empty() ||
			       std::any_of(one->messages.begin(),
					   one->messages.end(), lacks_script);
		return one->is_good;
	}

	/* The least of @builds, from @first on. */
	Status find(Build first)
	{
		for (const Build build :
		     { Build::core, Build::core_float, Build::alloc_fallible,
		       Build::alloc }) {
			if (build < first || is_hopeless(build))
				continue;
			if (TRY(compiles(build))) {
				out.grade = grade_of(build);
				return ok();
			}
			/* It would be the same with more. */
			if (out.unknown)
				return ok();
		}
		/* Who asks for std, or for what only hosts have, is not for a
		 * kernel. */
		if (lacks("std") || has_host_needs() ||
		    TRY(compiles(Build::std)))
			out.grade = Grade::std;
		return ok();
	}

private:
	bool lacks(std::string_view crate) const
	{
		for (const auto &[build, one] : out.tries)
			if (std::any_of(
				    one->messages.begin(), one->messages.end(),
				    [&](const Message &message) {
					    return lacks_crate(message, crate);
				    }))
				return true;
		return false;
	}

	/*
	 * Whether it depends on something on the host that it does not need for
	 * a kernel, and so cannot be compiled for the host here.
	 */
	bool has_host_needs() const
	{
		const AuditedCrate &crate = crates[unit];
		const auto is_needed = [&](const Dependency &dep) {
			return std::any_of(
				crate.needs.begin(), crate.needs.end(),
				[&](size_t need) {
					return crates[need].cargo->name ==
					       dep.package;
				});
		};

		return std::any_of(crate.cargo->dependencies.begin(),
				   crate.cargo->dependencies.end(),
				   [&](const Dependency &dep) {
					   return dep.kind == DepKind::normal &&
						  !dep.optional && dep.target &&
						  evaluate(*dep.target,
							   host_cfgs()) ==
							  Truth::yes &&
						  !is_needed(dep);
				   });
	}

	/* Whether what was tried says that this cannot do either. */
	bool is_hopeless(Build build) const
	{
		return lacks("std") ||
		       (build == Build::core_float && lacks("alloc"));
	}

	size_t unit;
	const std::vector<AuditedCrate> &crates;
	UnitCompiler &compiler;
	CompilerVerdict &out;
};

bool is_good_for_host(const CompilerVerdict &verdict)
{
	const Compiled *const one = verdict.of(Build::std);

	return one && one->is_good;
}

Build build_of(Grade grade)
{
	return static_cast<Build>(grade);
}

} /* namespace */

Grade grade_of(Build build)
{
	return static_cast<Grade>(build);
}

Result<CompilerVerdict>
judge_by_compiler(size_t unit, const std::vector<AuditedCrate> &crates,
		  const std::vector<CompilerVerdict> &verdicts,
		  UnitCompiler &compiler)
{
	CompilerVerdict out;
	Judge judge(unit, crates, compiler, out);
	Grade least = Grade::core;

	if (crates[unit].target == Target::host) {
		TRY(judge.compiles(Build::std));
		return out;
	}
	for (const size_t need : crates[unit].needs) {
		const CompilerVerdict &other = verdicts[need];
		if (crates[need].target == Target::host) {
			if (is_good_for_host(other))
				continue;
			out.because = need;
			out.unknown = true;
			return out;
		}
		if (!other.grade || *other.grade > least)
			out.because = need;
		out.unknown = other.unknown;
		if (!other.grade)
			return out;
		least = std::max(least, *other.grade);
	}
	if (least == Grade::std) {
		out.grade = least;
		return out;
	}
	TRY(judge.find(build_of(least)));
	out.unknown |= out.tries.empty();
	if (!out.grade || *out.grade > least)
		out.because.reset();
	/* Whether floats are in the way of one that has alloc. */
	if (out.grade == Grade::alloc_fallible || out.grade == Grade::alloc)
		TRY(judge.compiles(Build::no_float));
	out.unknown &= !out.grade;
	return out;
}

} /* namespace kcrate */
