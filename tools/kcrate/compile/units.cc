// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/units.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "audit/build_script.h"
#include "audit/envs.h"
#include "base/str.h"
#include "io/digest.h"

namespace kcrate {

namespace {

/* To be raised when a crate is compiled in another way. */
constexpr char format[] = "3";

/* Of one build script; more would be tried for ever. */
constexpr size_t max_script_cfgs = 32;

/* As Linux spells them for x86_64, see rust/Makefile. */
constexpr const char *kernel_flags[] = {
	"-Cpanic=abort",
	"-Cdebug-assertions=n",
	"-Coverflow-checks=y",
};
constexpr const char *object_flags[] = {
	"-Cembed-bitcode=n",
	"-Clto=n",
	"-Cforce-unwind-tables=n",
	"-Ccodegen-units=1",
	"-Csymbol-mangling-version=v0",
	"-Crelocation-model=static",
	"-Cno-redzone=y",
	"-Ccode-model=kernel",
	"-Ctarget-feature=-sse,-sse2,-sse3,-ssse3,-sse4.1,-sse4.2,-avx,-avx2",
	"-Zfunction-sections=n",
	"-Zcf-protection=branch",
	"-Zalways-encode-mir",
	"-Zemit-stack-sizes",
	"-Zcross-crate-inline-threshold=never",
};

bool is_object(Build build)
{
	return build == Build::speed || build == Build::size;
}

std::string library_name(const AuditedCrate &crate)
{
	if (crate.cargo->proc_macro)
		return str("lib", crate.cargo->lib_name, ".so");
	if (crate.target == Target::host)
		return str("lib", crate.cargo->lib_name, ".rlib");
	return str("lib", crate.cargo->lib_name, ".rmeta");
}

/* What rustc is to write into @place. */
std::string emit_flag(const AuditedCrate &crate, Build build,
		      const std::string &place)
{
	const std::string library = str(place, "/", library_name(crate));

	if (crate.target == Target::host)
		return "--emit=link=" + library;
	return str("--emit=metadata=", library,
		   is_object(build) ? str(",obj=", place,
					  "/object.o,asm=", place, "/object.s")
				    : "");
}

/* What an import gives to a crate whose Cargo.toml names built-in ones. */
void add_builtins(const AuditedCrate &crate, std::vector<std::string> &flags)
{
	if (crate.is_made_no_std)
		flags.insert(flags.end(),
			     { "-Zcrate-attr=no_std", "-Zallow-features=" });
	/* rustc looks for those only that the source names. */
	for (const Dependency &dep : crate.cargo->dependencies)
		if (dep.builtin && dep.kind == DepKind::normal)
			flags.push_back("--extern=" + dep.name);
}

/* Whether its flags are such as rustc has for a kernel (RUSTC_BOOTSTRAP). */
bool is_unstable(const AuditedCrate &crate, Build build)
{
	return is_object(build) || crate.is_made_no_std;
}

/* Whether a manifest's flag @flag is one for compiler @release. */
bool applies(const CfgFlag &flag, unsigned int release)
{
	if (flag.when_op.empty())
		return true;
	return flag.when_op == "<" ? release < flag.rustc
				   : release >= flag.rustc;
}

void add_cfgs(const AuditedCrate &crate, unsigned int release,
	      std::vector<std::string> &flags)
{
	for (const std::string &feature : crate.features)
		flags.push_back(str("--cfg=feature=\"", feature, "\""));
	for (const CfgFlag &flag : crate.stated.cfgs)
		if (applies(flag, release))
			flags.push_back("--cfg=" + flag.text());
}

} /* namespace */

std::map<std::string, std::string> cargo_environment(const AuditedCrate &crate,
						     const std::string &source)
{
	std::map<std::string, std::string> out = cargo_envs(*crate.cargo);

	out["CARGO_MANIFEST_DIR"] = source;
	out["CARGO_MANIFEST_PATH"] = source + "/Cargo.toml";
	for (const auto &[name, value] : crate.stated.envs)
		out[name] = value;
	return out;
}

std::vector<std::string> extern_names(const CargoToml &user,
				      const CargoToml &needed)
{
	std::set<std::string> exact, others;

	for (const Dependency &dep : user.dependencies) {
		if (dep.kind != DepKind::normal || dep.package != needed.name)
			continue;
		const std::string name = dep.renamed
						 ? crate_identifier(dep.name)
						 : needed.lib_name;
		others.insert(name);
		if (matches(dep.requirement, needed.version))
			exact.insert(name);
	}
	/* A manifest may have another version, or it came in by an edit. */
	if (exact.empty())
		exact = others;
	if (exact.empty())
		exact = { needed.lib_name };
	return { exact.begin(), exact.end() };
}

UnitCompiler::UnitCompiler(const Tools &tools,
			   const std::vector<AuditedCrate> &crates)
	: tools(tools), crates(crates), taken_cfgs(crates.size())
{
	for (size_t i = 0; i < crates.size(); i++) {
		std::set<size_t> all = { i };
		for (const size_t need : crates[i].needs)
			all.insert(closures[need].begin(),
				   closures[need].end());
		closures.emplace_back(all.begin(), all.end());
	}
}

const Compiled *UnitCompiler::find(size_t unit, Build build) const
{
	const bool host = crates[unit].target == Target::host;
	const auto at = done.find({ unit, host ? Build::std : build });

	return at == done.end() ? nullptr : &at->second;
}

Status UnitCompiler::compile_all(size_t unit, Build build)
{
	for (const size_t one : closures[unit]) {
		if (find(one, build))
			continue;
		const bool host = crates[one].target == Target::host;
		const Build what = host ? Build::std : build;
		done[{ one, what }] = TRY(compile(one, what));
	}
	return ok();
}

Result<const Compiled *> UnitCompiler::get(size_t unit, Build build)
{
	for (const size_t one : closures[unit]) {
		if (crates[one].target != Target::host || find(one, build))
			continue;
		TRY(compile_all(one, build));
		const Compiled &made = *find(one, build);
		if (made.was_tried && !made.is_good && made.stopped.empty())
			TRY(repair(one));
	}
	TRY(compile_all(unit, build));
	return find(unit, build);
}

/* The cfgs that the unit's build script may set, as far as it names them. */
std::vector<std::string> UnitCompiler::script_cfgs(size_t unit) const
{
	const AuditedCrate &crate = crates[unit];
	const std::optional<BuildScript> script =
		crate.target == Target::host
			? build_script_of(*crate.cargo, *crate.files, {})
			: std::nullopt;
	std::vector<std::string> out;

	if (!script)
		return out;
	for (const std::string &cfg : script->cfgs)
		if (out.size() < max_script_cfgs)
			out.push_back(cfg);
	/* Those of old compilers last: "no_…" takes something away. */
	std::stable_partition(
		out.begin(), out.end(),
		[](const std::string &cfg) { return !cfg.starts_with("no_"); });
	return out;
}

/* What depends on @need is to be compiled anew. */
void UnitCompiler::forget(size_t need)
{
	for (auto at = done.begin(); at != done.end();) {
		const size_t unit = at->first.first;
		const std::vector<size_t> &all = closures[unit];
		const auto one = at++;
		if (crates[unit].target == Target::host &&
		    std::binary_search(all.begin(), all.end(), need))
			forgotten.push_back(done.extract(one));
	}
}

/* How many errors @unit has; more than any where what it needs has some. */
size_t UnitCompiler::errors_of(size_t unit) const
{
	const Compiled &one = *find(unit, Build::std);

	if (!one.was_tried || !one.stopped.empty())
		return SIZE_MAX;
	return static_cast<size_t>(std::count_if(
		one.messages.begin(), one.messages.end(),
		[](const Message &message) { return message.is_error; }));
}

/* Takes @cfg for set by the script of @need where @unit fares better so. */
Status UnitCompiler::try_cfg(size_t unit, size_t need, const std::string &cfg)
{
	const size_t before = errors_of(unit);

	if (!taken_cfgs[need].insert(cfg).second)
		return ok();
	forget(need);
	TRY(compile_all(unit, Build::std));
	if (errors_of(unit) < before)
		return ok();
	taken_cfgs[need].erase(cfg);
	forget(need);
	return compile_all(unit, Build::std);
}

/*
 * A host unit may not compile as a build script, of its own or of what it
 * needs, has not run.  One cfg more is tried after the other.
 */
Status UnitCompiler::repair(size_t unit)
{
	for (const size_t need : closures[unit])
		for (const std::string &cfg : script_cfgs(need)) {
			TRY(try_cfg(unit, need, cfg));
			if (find(unit, Build::std)->is_good)
				return ok();
		}
	return ok();
}

Result<std::string> UnitCompiler::source_of(size_t unit)
{
	std::string &place = sources[crates[unit].files];

	if (place.empty()) {
		Tree files = *crates[unit].files;
		const std::string hash = tree_hash(files);
		place = TRY(tools.work.make("source/" + hash, files));
	}
	return place;
}

std::vector<std::string> UnitCompiler::flags_of(size_t unit, Build build) const
{
	const AuditedCrate &crate = crates[unit];
	const CargoToml &cargo = *crate.cargo;
	std::vector<std::string> flags = {
		"--edition=" + cargo.lib_edition,
		str("--crate-type=", cargo.proc_macro ? "proc-macro" : "rlib"),
		"--crate-name=" + cargo.lib_name,
		"--error-format=json",
		"--cap-lints=allow",
	};

	add_cfgs(crate, tools.compiler.release(), flags);
	for (const std::string &cfg : taken_cfgs[unit])
		flags.push_back("--cfg=" + cfg);
	add_builtins(crate, flags);
	if (cargo.proc_macro)
		flags.insert(flags.end(),
			     { "--extern=proc_macro", "-Cprefer-dynamic" });
	if (crate.target == Target::host)
		return flags;
	flags.insert(flags.end(), std::begin(kernel_flags),
		     std::end(kernel_flags));
	if (is_object(build)) {
		flags.insert(flags.end(), std::begin(object_flags),
			     std::end(object_flags));
		flags.emplace_back(build == Build::size ? "-Copt-level=s"
							: "-Copt-level=2");
	}
	/* By what is marked in it. */
	if (build == Build::alloc)
		flags.emplace_back("--force-warn=deprecated");
	for (std::string &flag : tools.libraries.flags(build))
		flags.push_back(std::move(flag));
	return flags;
}

/* What the unit needs, as flags and in its key; false where it lacks any. */
bool UnitCompiler::add_needs(size_t unit, Build build,
			     std::vector<std::string> &flags,
			     std::string &key) const
{
	for (const size_t need : crates[unit].needs) {
		const Compiled &one = *find(need, build);
		if (!one.is_good)
			return false;
		for (const std::string &name :
		     extern_names(*crates[unit].cargo, *crates[need].cargo))
			flags.push_back(str("--extern=", name, "=",
					    one.directory, "/", one.library));
	}
	for (const size_t need : closures[unit]) {
		if (need == unit)
			continue;
		const Compiled &one = *find(need, build);
		flags.push_back("-Ldependency=" + one.directory);
		key += one.key + "\n";
	}
	return true;
}

Result<Compiled> UnitCompiler::compile(size_t unit, Build build)
{
	const AuditedCrate &crate = crates[unit];
	std::vector<std::string> flags = flags_of(unit, build);
	Compiled out;
	std::string made_of = str(format, "\n", tools.libraries.identity());

	/* A path that leads elsewhere is no file of the crate. */
	if (!crate.files->count(crate.cargo->lib_path) ||
	    !add_needs(unit, build, flags, made_of))
		return out;
	const std::string source = TRY(source_of(unit));
	const auto environment = cargo_environment(crate, source);
	made_of += str("\n", source, "\n", join(flags, "\n"));
	for (const auto &[name, value] : environment)
		made_of += str("\n", name, "=", value);
	out.was_tried = true;
	out.key = sha256_of(made_of).substr(0, 32);
	out.library = library_name(crate);
	flags.insert(flags.end(), { "-Cmetadata=" + out.key,
				    str(source, "/", crate.cargo->lib_path) });
	const Result<std::string> place = tools.work.make(
		"unit/" + out.key, [&](const std::string &draft) -> Status {
			tools.notice(str("compiling ", crate.cargo->name, " ",
					 crate.cargo->version_text, ": ",
					 name_of(build)));
			std::vector<std::string> all = flags;
			all.push_back(emit_flag(crate, build, draft));
			Limited said = TRY(tools.compiler.run(
				{ std::move(all), source, environment,
				  is_unstable(crate, build) }));
			out.stopped = said.stopped;
			/* It may get further another time. */
			if (!said.stopped.empty())
				return Diag(Id::process_failed, said.stopped);
			if (said.ended.status == 0)
				TRY(write_file(draft + "/good", ""));
			return write_file(draft + "/said", said.ended.errors);
		});
	if (!out.stopped.empty())
		return out;
	out.directory = TRY(place);
	out.is_good = file_exists(out.directory + "/good");
	out.messages =
		read_messages(TRY(read_file(out.directory + "/said")), source);
	return out;
}

} /* namespace kcrate */
