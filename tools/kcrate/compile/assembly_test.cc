// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/assembly.h"

#include "base/str.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string found(const std::string &text)
{
	const std::set<std::string> all = vector_functions(text);

	return join({ all.begin(), all.end() }, " ");
}

} /* namespace */

TEST_CASE("functions that use registers of vectors")
{
	check(found,
	      {
		      { "f:\n\tmovaps\t%xmm0, (%rdi)\n", "f" },
		      { "f:\n\tretq\ng:\n\tvpxor\t%ymm15, %ymm0, %ymm1\n",
			"g" },
		      { "f:\n\tvmovdqu64\t(%rsi), %zmm31\n", "f" },
		      { "f:\n.LBB0_1:\n\tpxor\t%mm1, %mm0\n", "f" },
		      { "f:\n\tfld\t%st(1)\n", "f" },
		      { "f:\n\tfadd\t%st, %st(1)\n", "f" },
		      { "f:\n\tfld st(1)\n", "f" },
		      /* As it stands in the source. */
		      { "f:\n\t#APP\n\tmovaps xmm0, [rdi]\n\t#NO_APP\n", "f" },
		      { "\tpxor\t%xmm0, %xmm0\n", "" },
		      /* Which are none. */
		      { "f:\n\tmovq\t%rax, %rdx\n", "" },
		      { "f:\n\tmovq\t%rax, %rdx  # %xmm0\n", "" },
		      { "f:\n\tcallq\txmm0_of@PLT\n", "" },
		      { "f:\n\tcallq\t_Rxmm0\n", "" },
		      { "f:\n\tcallq\tst\n", "" },
		      { "f:\n\t.ascii\t\"%xmm0\"\n", "" },
		      { "xmm0:\n\tretq\n", "" },
		      { "", "" },
	      });
	CHECK(vector_functions("\tpxor %xmm0, %xmm0").count(""));
}
