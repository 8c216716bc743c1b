// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/library_api.h"

#include <algorithm>
#include <map>

#include "base/str.h"
#include "io/files.h"
#include "resolve/targets.h"
#include "rustsrc/attributes.h"
#include "rustsrc/impls.h"

namespace kcrate {

namespace {

constexpr std::string_view oom_cfg = "no_global_oom_handling";
const std::string root_path = "src/lib.rs";

using Names = std::set<std::string, std::less<>>;

CfgSet library_cfgs(bool with_oom_handling)
{
	CfgSet cfgs = kernel_targets({ "x86" }).front().cfgs;

	if (!with_oom_handling)
		cfgs.set(oom_cfg);
	cfgs.close();
	return cfgs;
}

/* What a trait's methods are called that code calls by the type's name. */
struct TraitMethods {
	std::string_view of_trait, method;
};
constexpr TraitMethods trait_methods[] = {
	{ "From", "from" },	     { "FromIterator", "from_iter" },
	{ "Extend", "extend" },	     { "Clone", "clone" },
	{ "Clone", "clone_from" },   { "Default", "default" },
	{ "FromStr", "from_str" },   { "ToOwned", "to_owned" },
	{ "ToOwned", "clone_into" }, { "TryFrom", "try_from" },
	{ "Write", "write_str" },    { "Write", "write_char" },
	{ "Write", "write_fmt" },
};

} /* namespace */

struct LibraryApi::Inside {
	Tree files, core_files;
	TokenStore tokens;
	CfgSet full_cfgs = library_cfgs(true), lean_cfgs = library_cfgs(false);
	std::optional<CrateCode> full, lean;

	/* By type, its methods and other functions. */
	std::map<std::string, Names, std::less<>> gone;
	Names gone_methods, gone_from_kept, other_methods;
	/* Traits that were for all types; the methods of these. */
	Names lost_traits, gone_everywhere;
	std::map<std::string, Names, std::less<>> kept_traits; /* public */

	Result<CrateCode> code(const CfgSet &cfgs)
	{
		Sink unheard;
		const CrateSource source = TRY(read_crate_source(
			files, root_path, cfgs, tokens, unheard));
		return CrateCode::read({ files, root_path, cfgs, tokens },
				       source);
	}

	std::set<std::string_view> gone_macros;

	Status read(const std::string &library);
	void read_impls();
	void read_macros(const LibraryApi &api);
	std::string type_of(size_t module, const ImplItem &impl) const;
	void add(const std::string &type, const ImplItem &impl, bool is_gone,
		 const Ranges &dead);
	Status read_core();
	std::map<std::string, const CodeModule *> lean_files() const;
};

std::map<std::string, const CodeModule *> LibraryApi::Inside::lean_files() const
{
	std::map<std::string, const CodeModule *> out;

	/* What is dead in a module is so in those around it. */
	for (const CodeModule &module : lean->modules())
		if (!module.begin)
			out[module.file] = &module;
	return out;
}

/* An item of the library is told by its module: there are two IntoIter. */
std::string key_of(const Meaning &meaning)
{
	return str(meaning.module, ":", meaning.path[0]);
}

/* "" for all types that have some trait, "-" for one of core. */
std::string LibraryApi::Inside::type_of(size_t module,
					const ImplItem &impl) const
{
	if (impl.is_trait)
		return std::string(impl.of_trait);
	if (!impl.self)
		return {};
	if (impl.self->word == "[]" || impl.self->word == "str")
		return std::string(impl.self->word);
	const Meaning meaning = full->resolve(module, impl.self->path);
	if (meaning.kind == Meaning::Kind::local)
		return key_of(meaning);
	return meaning.kind == Meaning::Kind::unknown ? "" : "-";
}

/* @impl, which is there; @dead is what the lean library lacks of its file. */
void LibraryApi::Inside::add(const std::string &type, const ImplItem &impl,
			     bool is_gone, const Ranges &dead)
{
	if (type.empty() && is_gone && !impl.of_trait.empty())
		lost_traits.insert(std::string(impl.of_trait));
	if (type.empty() || type == "-")
		return;
	const bool inherent = impl.of_trait.empty() || impl.is_trait;
	for (const FnItem &fn : impl.functions) {
		const bool lost = is_gone || is_in(dead, fn.token);
		if (lost)
			gone[type].insert(std::string(fn.name));
		if (!fn.has_self)
			continue;
		if (lost && inherent)
			gone_methods.insert(std::string(fn.name));
		if (lost && inherent && !is_gone)
			gone_from_kept.insert(std::string(fn.name));
		if (!lost)
			other_methods.insert(std::string(fn.name));
	}
	if (is_gone && !inherent)
		for (const auto &[of_trait, method] : trait_methods)
			if (impl.of_trait == of_trait)
				gone[type].insert(std::string(method));
}

void LibraryApi::Inside::read_impls()
{
	const std::map<std::string, const CodeModule *> in_lean = lean_files();

	for (size_t m = 0; m < full->modules().size(); m++) {
		const CodeModule &module = full->modules()[m];
		const auto at = in_lean.find(module.file);
		const bool file_gone = at == in_lean.end();
		const Ranges none;
		const auto &dead = file_gone ? none : at->second->dead;
		for (const ImplItem &impl : items_of(module).impls) {
			const bool is_gone =
				file_gone || is_in(dead, impl.token);
			add(type_of(m, impl), impl, is_gone, dead);
			if (!impl.is_trait || is_gone || !impl.token ||
			    !is_word(*module.tokens, impl.token - 1, "pub"))
				continue;
			Names &methods =
				kept_traits[std::string(impl.of_trait)];
			for (const FnItem &fn : impl.functions)
				methods.insert(std::string(fn.name));
		}
	}
	for (const auto &[of_trait, methods] : kept_traits)
		if (lost_traits.count(of_trait))
			gone_everywhere.insert(methods.begin(), methods.end());
}

/* Those that are gone themselves, or that say what is. */
void LibraryApi::Inside::read_macros(const LibraryApi &api)
{
	for (const auto &[name, body] : full->macros()) {
		bool is_gone = !lean->macros().count(name);
		for (const CodePath &path : full->paths_in(body)) {
			PathWords words = path.words;
			words[0] = "alloc";
			is_gone |= path.words[0] == "crate" &&
				   !api.gone_at(words).empty();
		}
		if (is_gone)
			gone_macros.insert(name);
	}
	gone_macros =
		leading_to(std::move(gone_macros), callers_of_macros(*full));
}

/* Methods that core has: a name alone does not say that they are alloc's. */
Status LibraryApi::Inside::read_core()
{
	for (const auto &[path, file] : core_files) {
		if (!path.ends_with(".rs"))
			continue;
		const Result<TokenFile> text = tokens.lex("core/" + path, file);
		if (!text)
			continue;
		CodeModule module;
		module.tokens = &text.value();
		module.end = text.value().tokens.size();
		for (const ImplItem &impl : items_of(module).impls)
			for (const FnItem &fn : impl.functions)
				if (fn.has_self)
					other_methods.insert(
						std::string(fn.name));
	}
	return ok();
}

Status LibraryApi::Inside::read(const std::string &library)
{
	files = TRY(read_tree(library + "/alloc"));
	core_files = TRY(read_tree(library + "/core/src"));
	full.emplace(TRY(code(full_cfgs)));
	lean.emplace(TRY(code(lean_cfgs)));
	read_impls();
	return read_core();
}

LibraryApi::LibraryApi(std::unique_ptr<Inside> inside)
	: inside(std::move(inside))
{}
LibraryApi::LibraryApi(LibraryApi &&) noexcept = default;
LibraryApi &LibraryApi::operator=(LibraryApi &&) noexcept = default;
LibraryApi::~LibraryApi() = default;

Result<LibraryApi> LibraryApi::read(const std::string &library)
{
	auto inside = std::make_unique<Inside>();

	TRY(inside->read(library));
	LibraryApi out(std::move(inside));
	out.inside->read_macros(out);
	return out;
}

LibraryApi::Item LibraryApi::item_at(const PathWords &path, size_t &words) const
{
	Item item = Item::unknown;

	words = 0;
	/* The longest part of it that the full library knows. */
	for (size_t count = 2; count <= path.size(); count++) {
		CodePath here;
		here.words.assign(path.begin(),
				  path.begin() + static_cast<ptrdiff_t>(count));
		here.words[0] = "crate";
		const auto is_there = [&](const CrateCode &code) {
			const Meaning meaning = code.resolve(0, here);
			return meaning.kind != Meaning::Kind::unknown &&
			       meaning.words == count;
		};
		if (!is_there(*inside->full))
			break;
		words = count;
		if (!is_there(*inside->lean))
			return Item::gone;
		item = Item::kept;
	}
	return item;
}

std::string LibraryApi::type_at(const PathWords &path, size_t &words) const
{
	CodePath here;

	here.words = path;
	here.words[0] = "crate";
	const Meaning meaning = inside->full->resolve(0, here);
	words = meaning.words;
	return meaning.kind == Meaning::Kind::local ? key_of(meaning) : "";
}

std::string LibraryApi::gone_at(const PathWords &path) const
{
	size_t used = 0;

	if (item_at(path, used) == Item::gone)
		return std::string(path[used - 1]);
	const std::string type = type_at(path, used);
	if (type.empty() || used + 1 != path.size() || !lacks(type, path[used]))
		return {};
	return str(path[used - 1], "::", path[used]);
}

bool LibraryApi::is_gone_macro(std::string_view name) const
{
	return inside->gone_macros.count(name);
}

bool LibraryApi::lacks(std::string_view type, std::string_view name) const
{
	const auto gone = inside->gone.find(type);

	return gone != inside->gone.end() && gone->second.count(name);
}

bool LibraryApi::is_gone_everywhere(std::string_view name) const
{
	return inside->gone_everywhere.count(name);
}

bool LibraryApi::is_gone_method(std::string_view name) const
{
	return inside->gone_methods.count(name);
}

bool LibraryApi::is_gone_from_kept(std::string_view name) const
{
	return inside->gone_from_kept.count(name);
}

bool LibraryApi::is_other_method(std::string_view name) const
{
	return inside->other_methods.count(name);
}

} /* namespace kcrate */
