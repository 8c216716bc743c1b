// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/evidence.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/str.h"
#include "compile/message_index.h"

namespace kcrate {

namespace {

/* As many of rustc's own as anybody would read. */
constexpr size_t max_own = 100;

/* What a use is called that only the library of @build mends. */
Id id_of(Build build)
{
	switch (build) {
	case Build::core_float:
		return Id::float_formatting;
	case Build::alloc_fallible:
		return Id::alloc_reference;
	case Build::alloc:
		return Id::infallible_allocation;
	case Build::std:
		return Id::std_used;
	default:
		return Id::compiler_refuses;
	}
}

class Merger {
public:
	Merger(const AuditedCrate &crate, const CompilerVerdict &verdict,
	       std::vector<Diag> &findings)
		: crate(crate),
		  verdict(verdict),
		  findings(findings),
		  seen_all_types(has_seen_all_types())
	{
		for (const auto &[build, one] : verdict.tries)
			said.emplace(one, one->messages);
		for (const Diag &diag : findings)
			note(diag);
	}

	void run()
	{
		for (Diag &diag : findings) {
			diag.evidence = evidence_of(diag);
			note(diag);
		}
		add_own();
	}

	/* Nothing helps: what is certain, or else the first that is said. */
	void add_refusals(const Compiled &one)
	{
		const size_t before = findings.size();

		if (!one.stopped.empty())
			return add_stopped(one);
		for (const Message &message : one.messages)
			if (is_certain(message) && !is_known(message))
				add(message, Id::compiler_refuses);
		if (findings.size() > before)
			return;
		for (const Message &message : one.messages)
			if (message.is_error && !is_known(message))
				return add(message, Id::compiler_refuses);
	}

private:
	/* Whether a try without the library of @id says the same as @diag. */
	bool is_confirmed(const Diag &diag) const
	{
		for (const auto &[build, one] : verdict.tries)
			if (!one->is_good && tells_of(build, diag.id) &&
			    has_error_at(*one, diag))
				return true;
		return diag.id == Id::infallible_allocation &&
		       is_use_at(verdict.of(Build::alloc), diag);
	}

	/* Whether the lint tells of @diag. */
	bool is_use_at(const Compiled *one, const Diag &diag) const
	{
		if (!one)
			return false;
		const auto &there = said.at(one).at(spot_of(diag));
		return std::any_of(there.begin(), there.end(),
				   [](const Message *message) {
					   return is_infallible_use(*message);
				   });
	}

	/* Whether an error by @build can be what @id means. */
	static bool tells_of(Build build, Id id)
	{
		switch (id) {
		case Id::float_formatting:
			return build == Build::core || build == Build::no_float;
		case Id::alloc_reference:
			return build == Build::core ||
			       build == Build::core_float;
		case Id::infallible_allocation:
			return build == Build::alloc_fallible;
		case Id::std_used:
			return build < Build::std;
		default:
			return true;
		}
	}

	bool has_error_at(const Compiled &one, const Diag &diag) const
	{
		const std::string_view library =
			diag.id == Id::std_used		 ? "std"
			: diag.id == Id::alloc_reference ? "alloc"
							 : "";

		const auto is_same = [&](const Message &message) {
			return message.is_error &&
			       (library.empty() ||
				lacks_crate(message, library));
		};

		/* That it is not no_std, or uses alloc, is said once. */
		if (diag.id == Id::alloc_reference ||
		    (diag.id == Id::std_used && diag.where->line == 0))
			return std::any_of(one.messages.begin(),
					   one.messages.end(), is_same);
		const auto &there = said.at(&one).at(spot_of(diag));
		return std::any_of(there.begin(), there.end(),
				   [&](const Message *message) {
					   return is_same(*message);
				   });
	}

	/* The line of @diag, in the crate's file; it has one. */
	Spot spot_of(const Diag &diag) const
	{
		std::string_view file = diag.where->file;

		if (file.starts_with(crate.directory + "/"))
			file.remove_prefix(crate.directory.size() + 1);
		return { std::string(file), diag.where->line };
	}

	/* That somebody has said so, be it rustc or the source. */
	void note(const Diag &diag)
	{
		if (diag.where && diag.evidence != Evidence::none)
			known.insert(spot_of(diag));
	}

	/*
	 * Whether rustc, without infallible allocation, has looked at all of
	 * the crate: it would have said so of each use.
	 */
	bool has_seen_all_types() const
	{
		const Compiled *const fallible =
			verdict.of(Build::alloc_fallible);

		return fallible &&
		       std::all_of(fallible->messages.begin(),
				   fallible->messages.end(),
				   [](const Message &message) {
					   return !message.is_error ||
						  is_of_types(message);
				   });
	}

	/* Whether it compiles without what @id is about. */
	bool does_without(Id id) const
	{
		const Compiled *const no_float = verdict.of(Build::no_float);

		if (!verdict.grade)
			return false;
		switch (id) {
		case Id::float_formatting:
			return *verdict.grade == Grade::core ||
			       (no_float && no_float->is_good);
		case Id::alloc_reference:
			return *verdict.grade < Grade::alloc_fallible;
		case Id::infallible_allocation:
			return *verdict.grade < Grade::alloc || seen_all_types;
		case Id::std_used:
		case Id::compile_error:
		case Id::item_missing:
			return *verdict.grade < Grade::std;
		default:
			return false;
		}
	}

	Evidence evidence_of(const Diag &diag) const
	{
		const bool can_tell = diag.id == Id::float_formatting ||
				      diag.id == Id::alloc_reference ||
				      diag.id == Id::infallible_allocation ||
				      diag.id == Id::std_used ||
				      diag.id == Id::compile_error ||
				      diag.id == Id::item_missing ||
				      diag.id == Id::module_missing ||
				      diag.id == Id::env_unknown ||
				      diag.id == Id::lang_item;

		if (!can_tell || !diag.where)
			return Evidence::none;
		if (is_confirmed(diag))
			return Evidence::confirmed;
		return does_without(diag.id) && !diag.conditional
			       ? Evidence::refuted
			       : Evidence::none;
	}

	/* Whether somebody has said so already: any finding at that line. */
	bool is_known(const Message &message) const
	{
		const std::vector<Spot> spots = spots_of(message);

		return std::any_of(
			spots.begin(), spots.end(),
			[&](const Spot &spot) { return known.count(spot); });
	}

	/*
	 * The errors of each try that has a next one, as far as they are gone
	 * by then, and those of the last one, if it compiles with nothing.
	 */
	void add_own()
	{
		const Compiled *last = nullptr;

		if (verdict.unknown)
			return add_reason();

		for (auto at = verdict.tries.begin(); at != verdict.tries.end();
		     ++at) {
			const auto next = std::next(at);
			if (at->first == Build::no_float || at->second->is_good)
				continue;
			last = at->second;
			if (next == verdict.tries.end() ||
			    next->first == Build::no_float)
				break;
			add_gone(*at->second, *next->second,
				 id_of(next->first));
			/* By the host's own the kernel's are not told. */
			if (next->first == Build::std)
				break;
		}
		if (const Compiled *const all = verdict.of(Build::alloc))
			add_uses(*all);
		const Compiled *const no_float = verdict.of(Build::no_float);
		if (no_float && !no_float->is_good)
			add_gone(*no_float, Compiled(), Id::float_formatting);
		if (verdict.grade == Grade::std && last)
			add_missing_std(*last);
		else if (!verdict.grade && last)
			add_refusals(*last);
	}

	/* What the lint alone tells of. */
	void add_uses(const Compiled &one)
	{
		for (const Message &message : one.messages)
			if (is_infallible_use(message) &&
			    !message.places.empty() && !is_known(message))
				add(message, Id::infallible_allocation);
	}

	/* The errors of @one that @next has not. */
	void add_gone(const Compiled &one, const Compiled &next, Id id)
	{
		std::set<std::tuple<std::string, size_t, std::string>> left;

		/* That alloc is used is said once. */
		if (id == Id::alloc_reference && has(id))
			return;
		for (const Message &message : next.messages)
			if (message.is_error && !message.places.empty())
				left.insert(key_of(message));
		for (const Message &message : one.messages) {
			if (!is_certain(message) ||
			    left.count(key_of(message)) || is_known(message))
				continue;
			add(message, id);
			if (id == Id::alloc_reference)
				return;
		}
	}

	static std::tuple<std::string, size_t, std::string>
	key_of(const Message &message)
	{
		const Place &place = message.places.front();

		return { place.file, place.line, message.code };
	}

	bool has(Id id) const
	{
		return std::any_of(
			findings.begin(), findings.end(),
			[&](const Diag &diag) { return diag.id == id; });
	}

	void add_missing_std(const Compiled &one)
	{
		if (has(Id::std_used))
			return;
		for (const Message &message : one.messages)
			if (lacks_crate(message, "std"))
				return add(message, Id::std_used);
	}

	/* Why nobody knows: what else is said may follow from it. */
	void add_reason()
	{
		for (const auto &[build, one] : verdict.tries) {
			if (!one->stopped.empty())
				return add_stopped(*one);
			for (const Message &message : one->messages)
				if (lacks_script(message) && !is_known(message))
					return add(message,
						   Id::compiler_refuses);
		}
	}

	void add_stopped(const Compiled &one)
	{
		Message message;

		message.text = str("rustc was stopped: ", one.stopped);
		add(message, Id::compiler_refuses);
	}

	void add(const Message &message, Id id)
	{
		Diag diag(id, str("rustc says: ", message.text));

		if (added++ == max_own)
			return;
		if (message.places.empty())
			diag.where =
				Place{ crate.cargo->lib_path, 0, 0, 0, {} };
		else
			diag.where = message.places.front();
		diag.where->file = str(crate.directory, "/", diag.where->file);
		diag.crate = crate.cargo->name;
		diag.evidence = Evidence::compiler_only;
		/* Nobody knows what that would have set. */
		diag.conditional = !crate.script_cfgs().empty();
		note(diag);
		findings.push_back(std::move(diag));
	}

	const AuditedCrate &crate;
	const CompilerVerdict &verdict;
	std::vector<Diag> &findings;
	const bool seen_all_types;
	std::map<const Compiled *, MessageIndex> said; /* of all tries */
	std::set<Spot> known; /* lines of findings that rustc has a say in */
	size_t added = 0;
};

} /* namespace */

void add_evidence(const AuditedCrate &crate, const CompilerVerdict &verdict,
		  std::vector<Diag> &findings)
{
	Merger(crate, verdict, findings).run();
}

void add_refusals(const AuditedCrate &crate, const Compiled &one,
		  std::vector<Diag> &findings)
{
	const CompilerVerdict none;

	Merger(crate, none, findings).add_refusals(one);
}

} /* namespace kcrate */
