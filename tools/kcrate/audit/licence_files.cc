// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/licence_files.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "audit/audit.h"
#include "audit/licence_headers.h"
#include "audit/licence_kind.h"
#include "base/one_of.h"
#include "base/str.h"
#include "licence/identify.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

/* Of which nobody asks to keep the text. */
constexpr std::string_view textless[] = { "0bsd", "cc0-1.0", "mit-0",
					  "unlicense", "wtfpl" };

/* The line of Cargo.toml that speaks of the licence. */
Place stated_in(const Tree &files)
{
	const auto file = files.find("Cargo.toml");
	size_t number = 0;

	if (file == files.end())
		return { "Cargo.toml", 0, 0, 0, {} };
	for (const std::string_view line : lines(file->second.bytes())) {
		number++;
		if (trim(line).starts_with("license") && contains(line, "="))
			return line_place("Cargo.toml", file->second.bytes(),
					  number);
	}
	return { "Cargo.toml", 0, 0, 0, {} };
}

void add_ids(const Licence &licence, std::map<std::string, std::string> &to)
{
	for (const Licence &one : ids_in(licence))
		to.emplace(text_family(one.id), one.id);
}

/* Whether the kernel takes @licence only as it is somebody else's code. */
bool is_for_imports_only(const Licence &licence)
{
	std::map<std::string, std::string> ids;
	std::vector<std::string> deprecated, unused;

	add_ids(licence, ids);
	for (const auto &[family, id] : ids)
		if (licence_class(id) == LicenceClass::deprecated)
			deprecated.push_back(id);
	if (deprecated.empty())
		return false;
	return leaves_nothing(licence, deprecated) ||
	       to_string(drop_arms(licence, deprecated, unused)) ==
		       to_string(licence) ||
	       !is_acceptable(drop_arms(licence, deprecated, unused));
}

/* Whether @id is one of @ids, or comes with one: LGPL stands on GPL. */
bool has_family(const std::map<std::string, std::string> &ids,
		const std::string &id)
{
	const std::string family = text_family(id);

	if (ids.count(family))
		return true;
	if (family == "bsd")
		return std::any_of(ids.begin(), ids.end(), [](const auto &one) {
			return one.first.starts_with("bsd-");
		});
	if (family == "gpl-3.0")
		return ids.count("lgpl-3.0") > 0;
	return family == "gpl-2.0" &&
	       (ids.count("lgpl-2.0") || ids.count("lgpl-2.1"));
}

class LicenceCheck {
public:
	LicenceCheck(const CargoToml &cargo, const Tree &files,
		     const LicenceQuestion &question)
		: cargo(cargo), files(files), question(question)
	{}

	LicenceAudit run();

private:
	void add(Diag diag) { out.findings.push_back(std::move(diag)); }
	void read_files();
	void read_declared();
	void judge_declared(const LaxLicence &lax);
	void judge_tag();
	void say_undeclared();
	void judge_missing();
	void judge_file(const std::string &path, const LicenceFile &file);
	void judge_unknown(const std::string &path, const LicenceFile &file);
	void judge_id(const std::string &path, size_t line,
		      const std::string &id, std::string_view verb);
	bool all_texts_known() const;
	Place place(const std::string &path, size_t line) const
	{
		return line_place(path, files.at(path).bytes(), line);
	}

	const CargoToml &cargo;
	const Tree &files;
	const LicenceQuestion &question;
	std::map<std::string, LicenceFile> read;
	std::optional<Licence> declared;
	std::map<std::string, std::string> ids;	    /* declared, by family */
	std::map<std::string, std::string> allowed; /* with those dropped */
	std::set<std::string> told;
	LicenceAudit out;
};

void LicenceCheck::read_files()
{
	const LicenceTexts none;
	std::set<std::string> met;

	for (const auto &[path, file] : files) {
		if (licence_file_kind(path, cargo) == LicenceFileKind::none)
			continue;
		LicenceFile one = identify_licences(
			file.bytes(), question.texts ? *question.texts : none);
		for (const std::string &line : one.copyrights)
			if (met.insert(line).second)
				out.copyrights.push_back(line);
		read.emplace(path, std::move(one));
	}
}

/* What the files say where Cargo.toml says nothing, for the manifest. */
void LicenceCheck::say_undeclared()
{
	std::set<std::string> found;

	for (const auto &[path, file] : read) {
		for (const TextMatch &match : file.texts)
			found.insert(match.id);
		for (const LicenceNotice &notice : file.notices)
			found.insert(to_string(notice.licence));
	}
	const std::vector<std::string> list(found.begin(), found.end());
	add(Diag(Id::bad_licence,
		 str(cargo.name, " ", cargo.version_text, " states no licence",
		     list.empty() ? "" : "; its files speak of ",
		     join(list, ", ")))
		    .at(stated_in(files))
		    .with_help(str("read its licence files, then state "
				   "'license: {is: ",
				   list.size() == 1 ? list.front() : "…",
				   ", why: …}' in the manifest")));
}

void LicenceCheck::judge_tag()
{
	const Result<std::string> tag = kernel_tag(*declared);
	const Law law = gpl2_law(*declared);

	if (!tag) {
		Diag diag = tag.error();
		if (law != Law::unknown)
			diag.message += str("; by law it is ",
					    law == Law::compatible ? "" : "in",
					    "compatible with GPL-2.0");
		add(std::move(diag).at(stated_in(files)));
	} else if (is_for_imports_only(*declared)) {
		add(Diag(Id::licence_deprecated,
			 str("licence '", to_string(*declared),
			     "' is in LICENSES/deprecated"))
			    .at(stated_in(files))
			    .with_help("the kernel takes it for code that is "
				       "imported; that suffices"));
	}
}

void LicenceCheck::judge_declared(const LaxLicence &lax)
{
	for (const Substitution &one : lax.substitutions)
		add(imprecise_name(one).at(stated_in(files)));
	judge_tag();
}

void LicenceCheck::read_declared()
{
	const std::string &text =
		question.judged ? *question.judged : cargo.license;

	if (text.empty()) {
		if (!question.judged)
			say_undeclared();
		return;
	}
	Result<LaxLicence> lax = parse_licence_lax(text);
	if (!lax) {
		if (!question.judged)
			add(std::move(lax.error()).at(stated_in(files)));
		return;
	}
	declared = lax.value().licence;
	add_ids(*declared, ids);
	allowed = ids;
	/* A text of an arm that a manifest has dropped does no harm. */
	const Result<LaxLicence> all = parse_licence_lax(cargo.license);
	if (all)
		add_ids(all.value().licence, allowed);
	if (!question.judged)
		judge_declared(lax.value());
}

bool LicenceCheck::all_texts_known() const
{
	return std::all_of(ids.begin(), ids.end(), [&](const auto &one) {
		return question.texts->has(one.second);
	});
}

void LicenceCheck::judge_missing()
{
	std::set<std::string> found;
	std::vector<std::string> missing;

	for (const auto &[path, file] : read) {
		if (licence_file_kind(path, cargo) == LicenceFileKind::nested)
			continue;
		for (const TextMatch &match : file.texts)
			found.insert(text_family(match.id));
		for (const TextMatch &match : file.similar)
			found.insert(text_family(match.id));
	}
	for (const auto &[family, id] : ids)
		if (!found.count(family) && question.texts->has(id) &&
		    !is_one_of(textless, family))
			missing.push_back(id);
	/* A source file may have it. */
	if (!missing.empty())
		found = families_in_headers(files, *question.texts);
	std::erase_if(missing, [&](const std::string &id) {
		return found.count(text_family(id));
	});
	if (missing.empty())
		return;
	add(Diag(Id::licence_text_missing,
		 str("the crate has no text of ", join(missing, ", ")))
		    .at(stated_in(files))
		    .with_help("look for it in upstream's repository: licences "
			       "ask that their text be kept in all copies"));
}

void LicenceCheck::judge_id(const std::string &path, size_t line,
			    const std::string &id, std::string_view verb)
{
	if (has_family(allowed, id) || !told.insert(str(path, "\n", id)).second)
		return;
	add(Diag(Id::licence_text_differs,
		 str(base_name(path), " ", verb, " ", id,
		     ", and the crate is '", to_string(*declared), "'"))
		    .at(place(path, line))
		    .with_help("find out what is under that licence; it may be "
			       "in files that can be dropped"));
}

void LicenceCheck::judge_unknown(const std::string &path,
				 const LicenceFile &file)
{
	constexpr size_t a_licence = 20, a_part = 60;
	const bool nothing = file.texts.empty() && file.similar.empty() &&
			     file.notices.empty();

	for (const TextMatch &match : file.similar)
		add(unknown_text(path, files.at(path).bytes(), match));
	if (licence_file_kind(path, cargo) != LicenceFileKind::licence ||
	    !all_texts_known())
		return;
	if (nothing && file.rest_words >= a_licence)
		add(Diag(Id::licence_text_unknown,
			 "it is the text of no licence that is known")
			    .at(place(path, file.rest_line))
			    .with_help("read it"));
	else if (!nothing && file.terms && file.rest_words >= a_part)
		add(Diag(Id::licence_text_unknown,
			 str(file.rest_words, " words from here on are of no "
					      "licence that is known"))
			    .at(place(path, file.rest_line))
			    .with_help("read them"));
}

void LicenceCheck::judge_file(const std::string &path, const LicenceFile &file)
{
	for (const TextMatch &match : file.texts)
		judge_id(path, match.first_line, match.id, "has the text of");
	for (const LicenceNotice &notice : file.notices) {
		std::map<std::string, std::string> named;
		add_ids(notice.licence, named);
		for (const auto &[family, id] : named)
			judge_id(path, notice.line, id, "speaks of");
	}
	judge_unknown(path, file);
}

LicenceAudit LicenceCheck::run()
{
	read_files();
	read_declared();
	if (!declared)
		return std::move(out);
	if (question.texts) {
		judge_missing();
		for (const auto &[path, file] : read)
			judge_file(path, file);
	}
	for (Diag &diag : differing_headers(cargo, files, *declared, question))
		add(std::move(diag));
	return std::move(out);
}

} /* namespace */

LicenceAudit check_licences(const CargoToml &cargo, const Tree &files,
			    const LicenceQuestion &question)
{
	return LicenceCheck(cargo, files, question).run();
}

} /* namespace kcrate */
