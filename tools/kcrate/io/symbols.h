/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Libraries that are opened when they are first asked for; for io/ alone. */

#include <string>

#include <dlfcn.h>

namespace kcrate {

/* The functions of a shared library; incomplete once one was not there. */
class Symbols {
public:
	/* It stays open, as its functions are used until the end. */
	explicit Symbols(const char *name)
		: library(dlopen(name, RTLD_NOW | RTLD_LOCAL))
	{}

	template <typename F>
	void find(const char *name, F &function)
	{
		if (library)
			function = reinterpret_cast<F>(dlsym(library, name));
		complete = complete && library && function;
	}

	/* What dlopen() or dlsym() said last. */
	static std::string why()
	{
		const char *const text = dlerror();

		return text ? text : "too old";
	}

	bool complete = true;

private:
	void *library;
};

} /* namespace kcrate */
