// SPDX-License-Identifier: MIT

extern crate proc_macro;
