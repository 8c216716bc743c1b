/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Changes of crates.yaml as a text that somebody wrote: comments, layout,
 * quotes and line endings stay as they are.  What a change would leave is read
 * again before it is handed out, and compared with what was wanted; so a layout
 * that is not understood is told, and never damaged.
 *
 * All functions take the file's name and its content, give the new content, and
 * fail with a Diag of parse_yaml() or with manifest_edit, at the place that has
 * to be changed by hand.
 */

#include <string>
#include <utility>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/yaml.h"

namespace kcrate {

struct CratePin {
	std::string crate, version, sha256;
	std::string released, tag; /* "" where the entry has none */
};

/* These keys of entries; one that an entry lacks is added. */
Result<std::string> set_pins(const SourceText &manifest,
			     const std::vector<CratePin> &pins);

/*
 * An entry @crate, which is not there yet, with the keys of the mapping
 * @fields: in the order of the names if the entries are in it, else as the
 * last.  Each key is on a line of its own, in the indentation of the others.
 */
Result<std::string> add_entry(const SourceText &manifest,
			      const std::string &crate, const YamlNode &fields);

/* What the above takes: values without a place. */
YamlNode yaml_text(std::string text, bool quoted = false);
YamlNode yaml_list(const std::vector<std::string> &texts);
YamlNode yaml_mapping(std::vector<std::pair<std::string, YamlNode>> entries);

} /* namespace kcrate */
