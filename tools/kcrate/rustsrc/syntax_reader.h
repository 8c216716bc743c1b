/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The parser behind syntax.h; a file for each part of the grammar. */

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "rustsrc/attributes.h"
#include "rustsrc/syntax.h"

namespace kcrate {

/*
 * Follows syn's functions one by one, but makes no tree: what is counted is
 * counted when it is met.  Where syn keeps tokens instead of a tree (its
 * `Verbatim`), nothing in them counts, and the reader goes back to a Mark.
 *
 * A failure is remembered, and the reader then stands at the end of all there
 * is, so that nothing has to ask for it but loops do end.
 */
class SyntaxReader {
public:
	explicit SyntaxReader(const TokenFile &file)
		: file(file), end(file.tokens.size())
	{}

	Result<GeigerCounts> read();

private:
	/* Loosest first. */
	enum class Precedence : uint8_t {
		none,
		assign,
		range,
		logical_or,
		logical_and,
		compare,
		bit_or,
		bit_xor,
		bit_and,
		shift,
		sum,
		product,
		cast,
	};

	/* As far as it matters to what stands around it. */
	enum class Kind : uint8_t {
		other,
		literal,
		path,
		unsafe_block,
		block, /* or `if`, `match`, a loop: complete by itself */
		macro,
		range,
		compare,
	};

	struct Expr {
		Kind kind;
		bool in_unsafe; /* where it begins */
		bool braced;	/* ends in a brace */
	};

	struct Operator {
		Precedence precedence = Precedence::none;
		size_t length = 0; /* tokens */
	};

	struct Path {
		bool plain = true;	/* nothing in angle brackets */
		bool single = false;	/* one segment, no `::` before it */
		bool bare = true;	/* the last segment has no arguments */
		bool qualified = false; /* begins with `<T>` */
	};

	struct Type {
		bool path = false; /* and no `<T>` before it */
		bool single = false;
		bool bound = false; /* one that has no `dyn` */
	};

	struct Attributes {
		bool test = false, test_module = false, exported = false;
		bool forbids_unsafe = false;
		size_t safe_exprs = 0;
	};

	struct Qualifiers {
		bool is_unsafe = false, is_safe = false;
	};

	struct Mark {
		GeigerCounts counts;
		size_t scopes;
	};

	/* Where a type alias can have its `where`. */
	enum class Where : uint8_t { before, behind, both };
	struct Alias {
		bool bounded = false, defined = false;
	};

	/* Of a const: whether syn has a node for it. */
	struct Constant {
		bool generic = false, valued = false;
	};

	enum class Pattern : uint8_t { other, open_range };

	/* What was before a group was entered. */
	struct Outer {
		size_t behind, end;
	};

	/* What is open at one time, which is as deep as the stack gets. */
	class Depth {
	public:
		explicit Depth(SyntaxReader &reader) : reader(reader)
		{
			if (++reader.depth > max_depth)
				reader.fail("the code is nested too deeply");
		}
		~Depth() { reader.depth--; }
		Depth(const Depth &) = delete;
		Depth &operator=(const Depth &) = delete;

	private:
		/* Real code stays below 100. */
		static constexpr size_t max_depth = 1000;
		SyntaxReader &reader;
	};

	/* syntax.cc: tokens.  @n trees of tokens ahead. */
	bool is_end() const { return at >= end; }
	size_t ahead(size_t n) const;
	bool word(std::string_view text, size_t n = 0) const;
	bool punct(std::string_view text, size_t n = 0) const;
	bool group(char bracket, size_t n = 0) const;
	bool any_group() const;
	bool kind(TokenKind wanted, size_t n = 0) const;
	bool any_ident(size_t n = 0) const;
	bool ident(size_t n = 0) const;
	bool lifetime(size_t n = 0) const;
	bool literal(size_t n = 0) const;
	bool path_word(size_t n = 0) const;
	bool path_begin() const;
	bool accept_word(std::string_view text);
	bool accept(std::string_view text);
	bool accept_lifetime();
	void expect_word(std::string_view text);
	void expect(std::string_view text);
	void expect_ident();
	void expect_lifetime();
	void expect_group();
	void fail(std::string message);
	void fail();
	Outer enter(char bracket);
	void leave(const Outer &outer);
	template <typename Read>
	void list(char bracket, Read read);

	Mark mark() const { return { counts, scopes }; }
	void rewind(const Mark &mark);
	bool in_unsafe() const { return scopes > 0; }

	/* syntax.cc: attributes. */
	Attributes outer_attributes();
	void inner_attributes(Attributes &out);
	void attribute(Attributes &out);
	void note_attribute(size_t name, Attributes &out) const;
	template <typename Visit>
	void nested_names(TokenRange range, Visit visit) const;

	/* syntax_expression.cc */
	Expr expression(bool structs = true);
	Expr unary(bool structs);
	Expr prefixed(bool structs, bool was_unsafe);
	Expr operators(Expr lhs, bool structs, Precedence base);
	Expr operand(bool structs, Precedence precedence);
	Operator next_operator() const;
	Expr cast(Expr lhs);
	Expr range(bool was_unsafe, bool structs);
	bool range_ends(bool structs) const;
	Expr trailers(Expr e);
	bool member_trailer(Expr &e);
	bool float_members(const Expr &base);
	bool member();
	Expr statement_like();
	bool begins_expression() const;
	Expr node(Kind kind, bool was_unsafe, bool braced = false);

	/* syntax_atom.cc */
	Expr atom(bool structs);
	Expr keyword_atom(bool structs);
	bool begins_closure() const;
	bool begins_block() const;
	Expr block_like();
	Expr labeled();
	Expr conditional();
	Expr loop();
	Expr match();
	Expr path_or_macro_or_struct(bool structs);
	void struct_fields();
	Expr closure(bool structs);
	Expr optional_operand(bool wanted);
	Expr jump(bool structs);
	Expr parenthesized();
	Expr bracketed();
	Expr let(bool structs);
	Expr builtin();
	Expr become();
	void arm();

	/* syntax_statement.cc */
	void block(bool inner = false);
	void statements();
	bool statement();
	bool begins_item() const;
	bool item_macro_ahead(bool &braced);
	void local();
	bool expression_statement();

	/* syntax_path.cc */
	Path path(bool in_expression);
	Path qualified_path(bool in_expression);
	bool segment(bool in_expression);
	bool read_mod_path();
	void mod_path();
	void angle_arguments();
	void generic_argument();
	void const_argument();
	void parenthesized_arguments();

	/* syntax_type.cc */
	Type type(bool plus = true);
	Type type_in_parentheses(bool plus);
	Type path_type(bool plus, bool lifetimes);
	void more_bounds();
	void object_type(bool plus);
	void array_type();
	void pointer_type();
	void function_type();
	void return_type(bool plus);
	void bounds(bool plus, bool precise);
	bool bound(bool precise, bool tilde);
	void trait_bound();
	template <typename Ends>
	void bounds_until(Ends ends);
	void bound_lifetimes();
	bool generics();
	void generic_parameter();
	bool where_clause();
	void where_predicate();

	/* syntax_pattern.cc */
	Pattern pattern();
	Pattern alternatives();
	Pattern path_pattern();
	Pattern range_pattern(bool has_start);
	bool range_bound();
	void name_pattern();
	void struct_pattern();
	void field_pattern();
	bool begins_path_pattern() const;

	/* syntax_item.cc */
	void items();
	void item();
	void rest_of_item(const Mark &begin, const Attributes &attributes);
	void function(const Mark &begin, const Attributes &attributes);
	bool visibility();
	bool at_signature(bool safe) const;
	Qualifiers qualifiers(bool safe);
	bool function_head(const Mark &begin, const Attributes &attributes,
			   bool counts_as_unsafe);
	void signature();
	void parameters();
	bool receiver();
	void abi();
	Constant constant();
	void valued_constant(const Mark &begin);
	Alias alias(Where where);
	void defined_alias(const Mark &begin, Where where);
	void use_tree(bool root);
	void extern_crate();
	void module(const Mark &begin, const Attributes &attributes);
	void macro_call();
	void item_macro();
	void macro_body();

	/* syntax_types.cc: items that have items */
	void structure();
	void enumeration();
	void named_fields();
	void unnamed_fields();
	void trait();
	void trait_item();
	void implementation(const Mark &begin, bool visible);
	bool has_impl_generics() const;
	void impl_item();
	void method(const Mark &begin, const Attributes &attributes);
	void foreign_module();
	void foreign_item();
	void static_item(const Mark &begin);
	void foreign_static(const Mark &begin);

	const TokenFile &file;
	size_t at = 0, end;
	size_t depth = 0;
	GeigerCounts counts;
	size_t scopes = 0; /* unsafe ones that are open */
	std::optional<Diag> failure;
};

/* What stands between the commas of the group that opens here. */
template <typename Read>
void SyntaxReader::list(char bracket, Read read)
{
	const Outer outer = enter(bracket);

	while (!is_end()) {
		read();
		if (!is_end())
			expect(",");
	}
	leave(outer);
}

/* Bounds with `+` between them, up to where @ends. */
template <typename Ends>
void SyntaxReader::bounds_until(Ends ends)
{
	while (!is_end() && !ends()) {
		bound(false, true);
		if (!accept("+"))
			break;
	}
}

/* Of what `name(…)` names, each that parse_nested_meta() of syn would reach. */
template <typename Visit>
void SyntaxReader::nested_names(TokenRange range, Visit visit) const
{
	for (size_t i = range.begin; i < range.end; i++) {
		const size_t first = i;
		if (file.tokens[i].kind != TokenKind::identifier)
			return;
		while (file.is(i + 1, ":") && file.is(i + 2, ":") &&
		       i + 3 < range.end)
			i += 3;
		if (!visit(first, i + 1 - first == 1))
			return;
		if (++i < range.end && !file.is(i, ","))
			return;
	}
}

} /* namespace kcrate */
