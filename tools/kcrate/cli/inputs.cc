// SPDX-License-Identifier: GPL-2.0-or-later

#include <atomic>

#include "base/str.h"
#include "cli/commands.h"
#include "cli/known.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

/* vendor/crates.yaml has its lock in vendor/crates.lock. */
std::string lock_path_of(const std::string &manifest)
{
	const size_t dot = manifest.rfind('.');
	const size_t slash = manifest.rfind('/');

	if (dot == manifest.npos || (slash != manifest.npos && dot < slash))
		return manifest + ".lock";
	return manifest.substr(0, dot) + ".lock";
}

Result<std::map<std::string, std::string>>
read_patches(const Manifest &manifest)
{
	const std::string directory(parent_of(manifest.file));
	std::map<std::string, std::string> out;

	for (const auto &[name, entry] : manifest.crates)
		for (const Word &patch : entry.patches) {
			Result<std::string> text =
				read_file(path_below(directory, patch.text));
			if (!text)
				return std::move(text.error()).at(patch.where);
			out[patch.text] = std::move(text.value());
		}
	return out;
}

/* Whether a tree or module gets its manifest from elsewhere. */
bool is_copied(const Options &options)
{
	const Home home = home_of(options.home);

	return home.keeps_manifest() &&
	       !is_same_file(options.manifest,
			     options.out + "/" + home.manifest());
}

/*
 * The lock that says where crates come from: the one beside the manifest, else
 * the one that an earlier import has left in the tree or module.
 */
std::string lock_to_read(const Options &options)
{
	const std::string beside = lock_path_of(options.manifest);
	const Home home = home_of(options.home);

	return home.keeps_manifest() && !file_exists(beside)
		       ? str(options.out, "/", home.record())
		       : beside;
}

/* The lock of a manifest is the record as well where it lies in the target. */
bool is_record(const Options &options, const std::string &lock)
{
	const Home home = home_of(options.home);

	return home.keeps_manifest() &&
	       is_same_file(lock, str(options.out, "/", home.record()));
}

struct LockFile {
	std::optional<Lock> lock;
	std::string text;
};

/*
 * What the lock says, of which `kcrate lock` needs nothing: all that a tree's
 * lock says beside is what is there now.  With --force, a record that cannot
 * be read says nothing.
 */
Result<LockFile> read_lock(const Options &options)
{
	const std::string path = lock_to_read(options);
	const Home home = home_of(options.home);
	LockFile out;

	if (!file_exists(path) ||
	    (options.command == Command::lock && !home.keeps_manifest()))
		return out;
	out.text = TRY(read_file(path));
	if (is_record(options, path)) {
		Result<Lock> record = parse_record(home, path, out.text);
		if (record)
			out.lock = std::move(record.value());
		else if (!options.force)
			return std::move(record.error());
		return out;
	}
	Result<Lock> lock = parse_lock(path, out.text);
	if (!lock)
		return std::move(lock.error())
			.with_help(
				str("remove ", path,
				    ", or make it anew with 'kcrate lock",
				    options.manifest == "crates.yaml"
					    ? ""
					    : " --manifest " + options.manifest,
				    "'"));
	out.lock = std::move(lock.value());
	return out;
}

/*
 * Reads the archives that @manifest pins, until @done: a lock may say that a
 * crate has another source, and what needs the network comes later.
 */
void read_ahead(const Manifest &manifest, Cache &cache,
		const std::atomic<bool> &done)
{
	for (const auto &[name, entry] : manifest.crates) {
		const Result<PinnedSource> source =
			choose_source(manifest, entry, nullptr);

		if (done)
			return;
		if (source && is_archive(source.value().kind))
			cache.read_ahead(source.value().sha256);
	}
}

/* Whether what was read before is as good as what it was read from. */
bool only_looks(Command command)
{
	return command == Command::tree || command == Command::explain;
}

} /* namespace */

Status complete_import(const Options &options, Console &console)
{
	if (!home_of(options.home).keeps_manifest() || options.dry_run)
		return ok();
	return OutputDir::complete(options.out, [&](const std::string &text) {
		console.note(text);
	});
}

Result<Inputs> read_inputs(const Options &options)
{
	Result<std::string> text = read_file(options.manifest);
	if (!text)
		return std::move(text.error())
			.with_help("name the manifest with --manifest");
	if (!options.from.empty())
		text = TRY(with_cargo_pins(options, text.value()));

	std::string directory = options.cache;
	if (directory.empty())
		directory = TRY(cache_directory());
	Cache cache(TRY(absolute_path(directory)));

	/*
	 * To parse YAML takes its time, a lock several times a manifest's, and
	 * a thread is there a while later.
	 */
	Result<Manifest> parsed = Manifest();
	Result<LockFile> locked = LockFile();
	std::atomic<bool> lock_read = false;
	/* A thread, and a heap of its own, would take longer than that. */
	const bool looks = only_looks(options.command);
	parallel_for(2, looks ? 1 : options.jobs, [&](size_t i) {
		if (!i) {
			locked = read_lock(options);
			lock_read = true;
			return;
		}
		if (looks) {
			parsed = parse_known_manifest(cache, options.manifest,
						      text.value());
			return;
		}
		parsed = parse_manifest(options.manifest, text.value());
		if (parsed)
			read_ahead(parsed.value(), cache, lock_read);
	});
	if (!parsed)
		return std::move(parsed.error());
	Manifest &manifest = parsed.value();
	std::map<std::string, std::string> patches =
		TRY(read_patches(manifest));
	ImportTarget target = TRY(read_target(options));
	if (!locked)
		return std::move(locked.error());
	LockFile &lock = locked.value();

	return Inputs{
		std::move(target),
		std::move(manifest),
		text.value(),
		is_copied(options),
		std::move(patches),
		lock_path_of(options.manifest),
		std::move(lock.lock),
		std::move(lock.text),
		std::move(cache),
		{ options.offline, options.jobs, options.registry },
	};
}

ImportInput import_input(const Inputs &inputs, Notice progress)
{
	return { inputs.manifest,
		 inputs.manifest_text,
		 inputs.manifest_copied,
		 inputs.patches,
		 inputs.lock ? &*inputs.lock : nullptr,
		 inputs.target,
		 inputs.cache,
		 inputs.fetch,
		 std::move(progress) };
}

} /* namespace kcrate */
