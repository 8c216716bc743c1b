// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/cargo_checks.h"

#include "audit/build_script.h"
#include "base/str.h"

namespace kcrate {

namespace {

/* What Linux 7.3 has, and the words by which a crate tells that it is for the
 * same: in its name, and in its description.  The first one counts. */
struct KernelApi {
	std::string_view name, description;
	std::string_view api, file;
};
constexpr KernelApi kernel_apis[] = {
	{ "hmac", "hmac", "hmac_sha256()", "include/crypto/sha2.h" },
	{ "aes", "aes", "aes_encrypt()", "include/crypto/aes.h" },
	{ "aes", "advanced encryption standard", "aes_encrypt()",
	  "include/crypto/aes.h" },
	{ "base64", "base64", "base64_encode()", "include/linux/base64.h" },
	{ "flag", "bitflag", "impl_flags!", "rust/kernel/impl_flags.rs" },
	{ "bitmap", "boolean", "bitmap_zalloc()", "include/linux/bitmap.h" },
	{ "bitset", "bitset", "bitmap_zalloc()", "include/linux/bitmap.h" },
	{ "bitvec", "bit", "bitmap_zalloc()", "include/linux/bitmap.h" },
	{ "bit-vec", "bit", "bitmap_zalloc()", "include/linux/bitmap.h" },
	{ "blake2", "blake2", "blake2b()", "include/crypto/blake2b.h" },
	{ "chacha", "chacha", "chacha20_crypt()", "include/crypto/chacha.h" },
	{ "crc", "crc", "crc32_le()", "include/linux/crc32.h" },
	{ "25519", "25519", "curve25519()", "include/crypto/curve25519.h" },
	{ "", "deflate compression", "zlib_inflate()", "include/linux/zlib.h" },
	{ "flate", "deflate", "zlib_inflate()", "include/linux/zlib.h" },
	{ "zlib", "zlib", "zlib_inflate()", "include/linux/zlib.h" },
	{ "gcd", "greatest common", "gcd()", "include/linux/gcd.h" },
	{ "glob", "pattern", "glob_match()", "include/linux/glob.h" },
	{ "hex", "hexadecimal", "hex2bin()", "include/linux/hex.h" },
	{ "interval", "interval tree", "interval_tree_insert()",
	  "include/linux/interval_tree.h" },
	{ "list", "linked list", "list_add()", "include/linux/list.h" },
	{ "lz4", "lz4", "LZ4_compress_default()", "include/linux/lz4.h" },
	{ "lzma", "lzma", "xz_dec_run()", "include/linux/xz.h" },
	{ "xz", "lzma", "xz_dec_run()", "include/linux/xz.h" },
	{ "lzo", "lzo", "lzo1x_1_compress()", "include/linux/lzo.h" },
	{ "md5", "md5", "md5()", "include/crypto/md5.h" },
	{ "md-5", "md5", "md5()", "include/crypto/md5.h" },
	{ "memchr", "search", "memchr()", "include/linux/string.h" },
	{ "memchr", "memchr", "memchr()", "include/linux/string.h" },
	{ "heap", "binaryheap", "min_heap_push()", "include/linux/min_heap.h" },
	{ "heap", "binary heap", "min_heap_push()",
	  "include/linux/min_heap.h" },
	{ "poly1305", "poly1305", "poly1305_init()",
	  "include/crypto/poly1305.h" },
	{ "rand", "random", "get_random_bytes()", "include/linux/random.h" },
	{ "", "red-black tree", "rb_insert_color()", "include/linux/rbtree.h" },
	{ "rbtree", "tree", "rb_insert_color()", "include/linux/rbtree.h" },
	{ "ring", "ring buffer", "kfifo_put()", "include/linux/kfifo.h" },
	{ "fifo", "fifo", "kfifo_put()", "include/linux/kfifo.h" },
	{ "sha1", "sha-1", "sha1()", "include/crypto/sha1.h" },
	{ "sha-1", "sha-1", "sha1()", "include/crypto/sha1.h" },
	{ "sha2", "sha-2", "sha256()", "include/crypto/sha2.h" },
	{ "sha3", "sha-3", "sha3_256()", "include/crypto/sha3.h" },
	{ "sip", "siphash", "siphash()", "include/linux/siphash.h" },
	{ "slab", "slab", "xa_alloc()", "include/linux/xarray.h" },
	{ "slab", "storage", "xa_alloc()", "include/linux/xarray.h" },
	{ "spin", "spin", "spin_lock()", "include/linux/spinlock.h" },
	{ "lock", "mutex", "mutex_lock()", "include/linux/mutex.h" },
	{ "mutex", "mutex", "mutex_lock()", "include/linux/mutex.h" },
	{ "once", "lazy", "SetOnce", "rust/kernel/sync/set_once.rs" },
	{ "lazy", "statics", "SetOnce", "rust/kernel/sync/set_once.rs" },
	{ "scope", "out of scope", "ScopeGuard", "rust/kernel/types.rs" },
	{ "static", "compile-time assert", "static_assert()",
	  "include/linux/build_bug.h" },
	{ "log", "logging", "pr_info()", "include/linux/printk.h" },
	{ "uuid", "uuid", "uuid_gen()", "include/linux/uuid.h" },
	{ "", "xxhash", "xxh64()", "include/linux/xxhash.h" },
	{ "zstd", "zstd", "zstd_compress_cctx()", "include/linux/zstd.h" },
};

Place whole_file()
{
	return { "Cargo.toml", 0, 0, 0, {} };
}

/* Whether the build script of @cargo may tell cargo to link with something:
 * others that help it may do so too. */
bool may_link(const CargoToml &cargo, const Tree &files)
{
	const std::optional<BuildScript> script =
		build_script_of(cargo, files, {});

	return script &&
	       (script->may_do_more || script->kind == ScriptKind::native);
}

} /* namespace */

std::vector<Diag> check_cargo(const CargoToml &cargo,
			      const CompilerBound &bound)
{
	std::vector<Diag> found = too_new(cargo, bound);
	Sink ignored;

	for (Diag &diag : found)
		diag.help = "take an older version of the crate";
	if (cargo.rust_version.empty())
		found.push_back(
			Diag(Id::msrv_unstated,
			     "its Cargo.toml has no 'rust-version'")
				.with_help("compile it with the oldest "
					   "compiler that the kernel takes"));
	for (Diag &diag : found)
		diag.where = whole_file();
	judge_builtin_keys(cargo, ignored);
	for (Diag &diag : ignored.diags) {
		if (diag.where)
			diag.where->file = whole_file().file;
		found.push_back(std::move(diag));
	}
	return found;
}

std::vector<Diag> check_kernel_cargo(const CargoToml &cargo, const Tree &files)
{
	const std::string name = to_lower(cargo.name);
	const std::string description = to_lower(cargo.description);
	std::vector<Diag> found;

	if (!cargo.links.empty() && may_link(cargo, files))
		found.push_back(
			Diag(Id::native_library,
			     str("it is linked with the library '", cargo.links,
				 "'"))
				.at(whole_file())
				.with_help("a kernel links with nothing but "
					   "itself: leave the crate out"));
	for (const KernelApi &one : kernel_apis) {
		if (!contains(name, one.name) ||
		    !contains(description, one.description))
			continue;
		found.push_back(
			Diag(Id::kernel_duplicate,
			     str("the kernel has ", one.api, " for the same"))
				.at(whole_file())
				.with_help(str("see ", one.file)));
		break;
	}
	return found;
}

} /* namespace kcrate */
