// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Print the JSON that Rust, with the imported serde, makes of the value in the
 * record file: json [SIZE], where SIZE is the room that it is given.
 */
#include <stdio.h>
#include <stdlib.h>

/**
 * kcrate_json - write the record as JSON, with a NUL behind it
 * @buf: where to
 * @size: how many bytes @buf holds
 *
 * Return: NULL, or what went wrong.
 */
const char *kcrate_json(char *buf, size_t size);

int main(int argc, char **argv)
{
	static char buf[1 << 16];
	size_t size = argc > 1 ? strtoul(argv[1], NULL, 0) : sizeof(buf);
	const char *error;

	if (size > sizeof(buf)) {
		fprintf(stderr, "json: at most %zu bytes\n", sizeof(buf));
		return 2;
	}
	error = kcrate_json(buf, size);
	if (error) {
		fprintf(stderr, "json: %s\n", error);
		return 1;
	}
	puts(buf);
	return 0;
}
