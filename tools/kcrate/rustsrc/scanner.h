/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The inside of scan(): only scan.cc and uses.cc include this. */

#include <unordered_map>

#include "rustsrc/scan.h"

namespace kcrate {

/* A range of tokens over which nothing of this changes. */
struct Frame {
	size_t end = 0; /* of tokens */
	Truth truth = Truth::yes;
	size_t dir = 0; /* index */
	/* rustc's DirOwnership: the stem is still to come; there is none. */
	bool stem_pending = false;
	bool in_block = false;
	bool in_macro = false; /* that is not understood */
	bool guess = false;    /* in any macro */
	/* In the arguments of one that makes modules, or includes, of them. */
	bool modules_guessed = false;
	bool strings_guessed = false;
	/* Of a node: where its attributes begin in Scan::attributes. */
	size_t attributes = 0;
	bool is_node = false;
};

class Scan {
public:
	Scan(const TokenFile &file, const CfgSet &cfgs,
	     const MacroTable &macros)
		: file(file),
		  cfgs(cfgs),
		  macros(macros),
		  /* node_end() may look at each token that often */
		  budget(file.tokens.size() * 16),
		  dirs(1)
	{
		Frame whole;

		whole.end = file.tokens.size();
		whole.stem_pending = true;
		frames.push_back(whole);
	}

	FileScan run();

private:
	Frame &top() { return frames.back(); }
	void push(const Frame &frame);
	void pop();
	void kill(size_t begin, size_t end);
	void doubt(size_t begin, size_t end);
	void kill_attributes(size_t first);

	size_t step(size_t i);
	size_t hash(size_t i);
	size_t outer_attributes(size_t i);
	size_t inner_attributes(size_t i);
	Truth holds(const Attribute &attribute);
	void crate_attribute(const Attribute &attribute);
	void attribute_text(const Attribute &attribute, Truth truth);
	void open(size_t i);
	void macro(size_t name, size_t open);
	void define_macro(size_t name, size_t open);
	bool is_switched_off(size_t open) const;
	void known_macro(size_t name, size_t open, Frame &frame);
	void local_macro(const Macro &known, size_t open, Frame &frame);
	void guess(size_t i, Use::Kind kind, std::string text);
	void plan(std::vector<Arm> more);
	bool planned(size_t open);
	void braces(size_t open);
	void inline_module(size_t name, Frame &frame);

	void visualizer(const Attribute &attribute, Truth truth);
	void mention(size_t name, size_t open, Truth truth, bool guess);
	void module_declaration(size_t name);
	void add_module(Use::Kind kind, Truth truth, size_t token,
			std::string text);
	ModuleDir module_dir(bool for_path) const;
	std::optional<std::string> path_of(const Attribute &attribute) const;

	const TokenFile &file;
	const CfgSet &cfgs;
	const MacroTable &macros;
	size_t budget;
	std::vector<Frame> frames;
	std::vector<Attribute> attributes; /* of the nodes among frames */
	std::vector<ModuleDir> dirs;
	std::vector<Arm> arms; /* known ones ahead, the next at the back */
	/* A file says few conditions many times: by their text. */
	std::unordered_map<std::string_view, Truth> known_conditions;
	FileScan result;
};

} /* namespace kcrate */
