// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/digest.h"

#include <cstdlib>
#include <memory>

#include <openssl/evp.h>

#include "base/str.h"

namespace kcrate {

namespace {

struct FreeContext {
	void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

} /* namespace */

std::string sha256_of(std::string_view bytes)
{
	/* Looked up once: EVP_sha256() would be fetched again for each use. */
	static EVP_MD *const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
	thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(
		EVP_MD_CTX_new());
	std::string digest(EVP_MAX_MD_SIZE, '\0');
	unsigned int size = 0;

	/* A libcrypto without SHA-256 leaves us nothing that could be said. */
	if (!md || !context ||
	    !EVP_DigestInit_ex2(context.get(), md, nullptr) ||
	    !EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) ||
	    !EVP_DigestFinal_ex(
		    context.get(),
		    reinterpret_cast<unsigned char *>(digest.data()), &size))
		std::abort();
	digest.resize(size);
	return hex(digest);
}

const std::string &digest_of(File &file)
{
	if (file.digest.empty())
		file.digest = sha256_of(file.bytes());
	return file.digest;
}

std::string tree_hash(Tree &tree)
{
	std::string list;

	for (auto &[path, file] : tree)
		list += str(digest_of(file), "  ", path, "\n");
	return sha256_of(list);
}

} /* namespace kcrate */
