// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/console.h"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "base/str.h"
#include "report/report.h"

namespace kcrate {

namespace {

void put(FILE *stream, std::string_view text)
{
	fwrite(text.data(), 1, text.size(), stream);
}

bool wants_colour(int stream)
{
	const char *const term = getenv("TERM");

	/* https://no-color.org */
	return isatty(stream) && !getenv("NO_COLOR") && term &&
	       std::string_view(term) != "dumb";
}

} /* namespace */

Console::Console(const Options &options)
	: options(options), terminal(isatty(STDERR_FILENO))
{}

Console::~Console()
{
	clear_line();
}

void Console::clear_line()
{
	if (dirty)
		put(stderr, "\r\033[K");
	dirty = false;
}

void Console::progress(const std::string &text)
{
	const std::lock_guard<std::mutex> guard(mutex);

	if (options.quiet)
		return;
	clear_line();
	put(stderr, str("kcrate: ", text, terminal ? " …" : "\n"));
	dirty = terminal;
	fflush(stderr);
}

Notice Console::progress_notice()
{
	return [this](const std::string &text) { progress(text); };
}

void Console::note(const std::string &text)
{
	const std::lock_guard<std::mutex> guard(mutex);

	if (options.quiet)
		return;
	clear_line();
	put(stderr, str("kcrate: ", text, "\n"));
}

void Console::tell(std::string_view text)
{
	clear_line();
	put(stderr, text);
}

void Console::print(std::string_view text)
{
	clear_line();
	put(stdout, text);
}

bool Console::flush()
{
	return !fflush(stdout) && !ferror(stdout);
}

Colour Console::result_colour() const
{
	return wants_colour(STDOUT_FILENO) ? Colour::yes : Colour::no;
}

void Console::report(const std::vector<Diag> &diags, const Lock *lock)
{
	const Colour colour =
		wants_colour(STDERR_FILENO) ? Colour::yes : Colour::no;

	clear_line();
	if (options.format == Format::json) {
		put(stdout, to_json(diags, lock));
		return;
	}
	for (const Diag &diag : diags)
		put(stderr, to_text(diag, colour));
	put(stderr, summary_of(diags));
}

} /* namespace kcrate */
