// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/cargo_build_script.h"

#include <algorithm>

#include "base/quote.h"
#include "base/str.h"

namespace kcrate {

namespace {

/* A line for cargo: `cargo:KEY=VALUE`. */
std::string told(const std::string &key, const std::string &value)
{
	return str("println!(\"cargo:", key, "={}\", ", quote_rust(value),
		   ");\n");
}

/* The cfg as rustc is told that there can be such a one. */
std::string expected(const CfgFlag &cfg)
{
	return cfg.value
		       ? str("cfg(", cfg.key, ", values(\"", *cfg.value, "\"))")
		       : str("cfg(", cfg.key, ")");
}

std::string told(const CfgFlag &cfg, const std::string &indent)
{
	const std::string line = told("rustc-cfg", cfg.text());

	if (cfg.when_op.empty())
		return indent + line;
	return str(indent, "if rustc() ", cfg.when_op, " ", cfg.rustc, " {\n",
		   indent, "    ", line, indent, "}\n");
}

std::string told(const Role *role, const std::string &indent)
{
	std::string out;

	if (!role)
		return out;
	for (const CfgFlag &cfg : role->cfgs)
		out += str(indent, told("rustc-check-cfg", expected(cfg)),
			   told(cfg, indent));
	for (const auto &[name, value] : role->envs)
		out += indent + told("rustc-env", str(name, "=", value));
	return out;
}

/* As Kbuild counts: 1.88.0 is 108800. */
constexpr char rustc_function[] = R"(
fn rustc() -> u32 {
    let rustc = std::env::var_os("RUSTC").unwrap();
    let output = std::process::Command::new(rustc).arg("--version").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let version: Vec<u32> = text
        .split(' ')
        .nth(1)
        .unwrap()
        .split(|c| c == '.' || c == '-')
        .take(3)
        .map(|n| n.parse().unwrap())
        .collect();
    version[0] * 100000 + version[1] * 100 + version[2]
}
)";

bool has_condition(const Role *role)
{
	return role && std::any_of(role->cfgs.begin(), role->cfgs.end(),
				   [](const CfgFlag &cfg) {
					   return !cfg.when_op.empty();
				   });
}

bool states_something(const Role *role)
{
	return role && (!role->cfgs.empty() || !role->envs.empty());
}

/* What is said for each; a proc macro has one role for both. */
struct Roles {
	const Role *kernel, *host;
};

Roles roles_of(const CrateEntry &entry, bool proc_macro)
{
	return { proc_macro ? nullptr : role_for(entry, Target::kernel, false),
		 role_for(entry, Target::host, proc_macro) };
}

} /* namespace */

bool needs_build_script(const CrateEntry &entry, bool proc_macro)
{
	const Roles roles = roles_of(entry, proc_macro);

	return states_something(roles.kernel) || states_something(roles.host);
}

std::string build_script(const CrateEntry &entry, bool proc_macro)
{
	const Roles roles = roles_of(entry, proc_macro);
	std::string out = str("// What the manifest says of ", entry.name,
			      "; upstream's build.rs, if any, never runs.\n"
			      "fn main() {\n    ",
			      told("rerun-if-changed", cargo_script));

	if (roles.kernel && roles.host)
		out += str("    if std::env::var(\"TARGET\") != "
			   "std::env::var(\"HOST\") {\n",
			   told(roles.kernel, "        "), "    } else {\n",
			   told(roles.host, "        "), "    }\n");
	else
		out += told(roles.kernel ? roles.kernel : roles.host, "    ");
	out += "}\n";
	if (has_condition(roles.kernel) || has_condition(roles.host))
		out += rustc_function;
	return out;
}

} /* namespace kcrate */
