// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/object_report.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "compile/symbols.h"

namespace kcrate {

namespace {

/* A finding about a crate's object as a whole. */
void add_object_finding(const AuditedCrate &crate, Diag diag,
			std::vector<Diag> &findings)
{
	diag.where = Place{
		str(crate.directory, "/", crate.cargo->lib_path), 0, 0, 0, {}
	};
	diag.crate = crate.cargo->name;
	diag.evidence = Evidence::compiler_only;
	findings.push_back(std::move(diag));
}

/* What @symbols are called by, a line each, as far as it is of use. */
std::vector<std::string> callers_of(const std::set<std::string> &symbols,
				    const ObjectReport &report)
{
	constexpr size_t max_symbols = 10, max_functions = 3;
	std::vector<std::string> out;

	for (const std::string &symbol : symbols) {
		const auto at = report.callers.find(symbol);
		std::vector<std::string> functions;
		if (at == report.callers.end() || out.size() == max_symbols)
			continue;
		for (const std::string &function : at->second)
			if (functions.size() < max_functions)
				functions.push_back(function);
		const size_t more = at->second.size() - functions.size();
		out.push_back(str(symbol, " by ", join(functions, ", "),
				  more ? str(" and ", more, " more") : ""));
	}
	return out;
}

/* Finding symbol_undefined about @symbols, if there are any. */
void add_undefined(const AuditedCrate &crate, const ObjectReport &report,
		   const std::set<std::string> &symbols, const char *help,
		   std::vector<Diag> &findings)
{
	if (symbols.empty())
		return;
	Diag diag(Id::symbol_undefined,
		  str("its object calls ",
		      join({ symbols.begin(), symbols.end() }, ", ")));
	diag.context = callers_of(symbols, report);
	add_object_finding(crate, std::move(diag).with_help(help), findings);
}

/* Finding vector_instructions, if there are any. */
void add_vector_finding(const AuditedCrate &crate, const ObjectReport &report,
			std::vector<Diag> &findings)
{
	constexpr size_t shown = 10;
	Diag diag(Id::vector_instructions,
		  str("its object has instructions of vectors or floats, in ",
		      report.vectors.size(),
		      report.vectors.size() == 1 ? " function" : " functions"));

	if (report.vectors.empty())
		return;
	for (const std::string &function : report.vectors)
		if (diag.context.size() < shown)
			diag.context.push_back(
				function.empty() ? "assembly of no function"
						 : function);
	if (report.vectors.size() > shown)
		diag.context.push_back(
			str(report.vectors.size() - shown, " more"));
	add_object_finding(
		crate,
		std::move(diag).with_help(
			"their registers are the user's: what is run must "
			"stand between kernel_fpu_begin() and "
			"kernel_fpu_end(); edit out what is not needed"),
		findings);
}

std::vector<std::pair<std::string, uint64_t>>
largest_first(const std::map<std::string, uint64_t> &stacks)
{
	std::vector<std::pair<std::string, uint64_t>> out(stacks.begin(),
							  stacks.end());

	std::stable_sort(out.begin(), out.end(),
			 [](const auto &a, const auto &b) {
				 return a.second > b.second;
			 });
	return out;
}

} /* namespace */

void add_facts(const ObjectFacts &facts, ObjectReport &report)
{
	for (const std::string &symbol : facts.undefined) {
		if (is_float_routine(symbol))
			report.floats.insert(symbol);
		if (is_wide_routine(symbol))
			report.wides.insert(symbol);
		report.panics |= is_panic_symbol(symbol);
	}
	for (const ForeignCall &call : facts.calls)
		if (is_float_routine(call.symbol) ||
		    is_wide_routine(call.symbol))
			report.callers[call.symbol].insert(
				readable_symbol(plain_symbol(call.function)));
	for (const std::string &symbol : facts.defined)
		report.panics |= is_panic_symbol(symbol);
	for (const StackUse &use : facts.stacks) {
		if (use.bytes <= report.frame_warn)
			continue;
		uint64_t &most = report.large[plain_symbol(use.function)];
		most = std::max(most, use.bytes);
	}
}

void add_vectors(const std::set<std::string> &functions, ObjectReport &report)
{
	for (const std::string &function : functions)
		report.vectors.insert(readable_symbol(plain_symbol(function)));
}

void add_object_evidence(const AuditedCrate &crate, const ObjectReport &report,
			 std::vector<Diag> &findings)
{
	for (Diag &diag : findings)
		if ((diag.id == Id::float_arithmetic &&
		     !report.floats.empty()) ||
		    (diag.id == Id::wide_arithmetic && !report.wides.empty()) ||
		    (diag.id == Id::panic_possible && report.panics))
			diag.evidence = Evidence::confirmed;
	add_undefined(crate, report, report.floats,
		      "a kernel does not calculate with floats: edit it out",
		      findings);
	add_undefined(
		crate, report, report.wides,
		"a kernel has no such arithmetic with 128 bits: edit it out",
		findings);
	add_vector_finding(crate, report, findings);
	for (const auto &[function, bytes] : largest_first(report.large))
		add_object_finding(
			crate,
			Diag(Id::stack_large,
			     str(function.empty() ? "a function"
						  : readable_symbol(function),
				 " needs ", bytes, " bytes of stack"))
				.with_help(str("a kernel warns beyond ",
					       report.frame_warn,
					       " (CONFIG_FRAME_WARN)")),
			findings);
}

} /* namespace kcrate */
