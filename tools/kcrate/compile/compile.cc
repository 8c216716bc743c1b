// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/compile.h"

#include <algorithm>
#include <tuple>

#include "base/str.h"
#include "compile/assembly.h"
#include "compile/evidence.h"
#include "compile/object_report.h"

namespace kcrate {

namespace {

class CompilerAudit {
public:
	CompilerAudit(const UnitCompiler::Tools &tools,
		      const std::vector<AuditedCrate> &crates,
		      std::vector<CrateAudit> &audits)
		: crates(crates), audits(audits), compiler(tools, crates)
	{}

	Status run()
	{
		for (size_t i = 0; i < crates.size(); i++) {
			verdicts.push_back(TRY(judge_by_compiler(
				i, crates, verdicts, compiler)));
			TRY(tell(i));
		}
		return ok();
	}

private:
	Status tell(size_t unit)
	{
		const CompilerVerdict &verdict = verdicts[unit];
		std::vector<Diag> &findings = audits[unit].findings;

		add_evidence(crates[unit], verdict, findings);
		if (crates[unit].target == Target::kernel) {
			CompilerView &view = audits[unit].rustc.emplace();
			view.grade = verdict.grade;
			view.unknown = verdict.unknown;
			view.because = verdict.because;
			if (verdict.grade == Grade::core ||
			    verdict.grade == Grade::alloc_fallible)
				TRY(look_at_objects(unit, view));
		}
		std::stable_sort(findings.begin(), findings.end(),
				 [](const Diag &a, const Diag &b) {
					 return place_of(a) < place_of(b);
				 });
		return ok();
	}

	static std::tuple<std::string, size_t, size_t>
	place_of(const Diag &diag)
	{
		if (!diag.where)
			return {};
		return { diag.where->file, diag.where->line,
			 diag.where->column };
	}

	Status look_at_objects(size_t unit, CompilerView &view)
	{
		ObjectReport report = {};

		report.frame_warn = crates[unit].frame_warn;

		for (const Build build : { Build::speed, Build::size }) {
			const Compiled &one = *TRY(compiler.get(unit, build));
			if (!one.was_tried)
				return ok();
			if (!one.is_good) {
				add_refusals(crates[unit], one,
					     audits[unit].findings);
				return ok();
			}
			const std::string bytes =
				TRY(read_file(one.directory + "/object.o"));
			/* rustc writes nothing where there is no code. */
			if (bytes.empty())
				continue;
			add_facts(TRY(read_object(bytes)), report);
			add_vectors(vector_functions(TRY(read_file(
					    one.directory + "/object.s"))),
				    report);
		}
		view.panics = report.panics;
		add_object_evidence(crates[unit], report,
				    audits[unit].findings);
		return ok();
	}

	const std::vector<AuditedCrate> &crates;
	std::vector<CrateAudit> &audits;
	UnitCompiler compiler;
	std::vector<CompilerVerdict> verdicts;
};

} /* namespace */

Status audit_by_compiler(const CompileInput &input,
			 const std::vector<AuditedCrate> &crates,
			 std::vector<CrateAudit> &audits)
{
	const Compiler compiler = TRY(Compiler::ask(input.rustc));
	const WorkDir work = TRY(WorkDir::open(input.work));
	const Libraries libraries = TRY(
		Libraries::make(compiler, input.library, work, input.notice));

	return CompilerAudit({ compiler, libraries, work, input.notice },
			     crates, audits)
		.run();
}

} /* namespace kcrate */
