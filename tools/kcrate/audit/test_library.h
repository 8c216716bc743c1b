/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A standard library of a few lines, for the tests of what it lacks. */

#include "audit/library_api.h"
#include "testing/scratch.h"

namespace kcrate {

/* The configuration that the kernel has lacks what may end everything. */
constexpr std::string_view tiny_alloc = R"rust(#![no_std]
#[cfg(not(no_global_oom_handling))]
#[macro_export]
macro_rules! vec { () => {} }
#[cfg(not(no_global_oom_handling))]
#[macro_export]
macro_rules! format { () => {} }
#[macro_export]
macro_rules! boxed { ($x:expr) => { $crate::boxed::Box::new($x) } }
#[macro_export]
macro_rules! listed { ($x:expr) => { $crate::gone::List($x) } }
#[macro_export]
macro_rules! by_another { ($x:expr) => { $crate::listed!($x) } }
#[macro_export]
macro_rules! kept { ($x:expr) => { $crate::list::IntoIter } }
#[cfg(not(no_global_oom_handling))]
pub mod gone {
	pub struct List<T>(T);
}

pub mod vec {
	pub struct Vec<T>(T);
	impl<T> Vec<T> {
		pub const fn new() -> Self {}
		pub fn len(&self) -> usize {}
		pub fn try_reserve(&mut self, n: usize) {}
		pub fn as_slice(&self) -> &[T] {}
		#[cfg(not(no_global_oom_handling))]
		pub fn with_capacity(n: usize) -> Self {}
		#[cfg(not(no_global_oom_handling))]
		pub fn push(&mut self, value: T) {}
		#[cfg(not(no_global_oom_handling))]
		pub fn insert(&mut self, at: usize, value: T) {}
		#[cfg(not(no_global_oom_handling))]
		pub fn drain_all(&mut self) {}
	}
	#[cfg(not(no_global_oom_handling))]
	impl<T: Clone> Clone for Vec<T> { fn clone(&self) -> Self {} }
	#[cfg(not(no_global_oom_handling))]
	impl<T> FromIterator<T> for Vec<T> {}
	#[cfg(not(no_global_oom_handling))]
	impl<T> From<&[T]> for Vec<T> { fn from(s: &[T]) -> Self {} }
	impl<T> Drop for Vec<T> { fn drop(&mut self) {} }
	pub use self::into_iter::IntoIter;
	mod into_iter;
	#[cfg(not(no_global_oom_handling))]
	pub use self::splice::Splice;
	#[cfg(not(no_global_oom_handling))]
	mod splice;
}

pub mod list {
	pub struct IntoIter;
	impl IntoIter { pub fn as_list(&self) {} }
}

pub mod boxed {
	pub struct Box<T>(T);
	impl<T> Box<T> {
		#[cfg(not(no_global_oom_handling))]
		pub fn new(value: T) -> Self {}
		pub fn try_new(value: T) -> Result<Self, Error> {}
		pub fn leak(self) {}
	}
	#[cfg(not(no_global_oom_handling))]
	impl<T: Clone> Clone for Box<T> { fn clone(&self) -> Self {} }
}

pub mod rc {
	pub struct Rc<T>(T);
	impl<T> Rc<T> {
		#[cfg(not(no_global_oom_handling))]
		pub fn new(value: T) -> Self {}
	}
	impl<T> Clone for Rc<T> { fn clone(&self) -> Self {} }
}

pub mod string {
	pub struct String;
	impl String {
		pub const fn new() -> String {}
		#[cfg(not(no_global_oom_handling))]
		pub fn push_str(&mut self, s: &str) {}
	}
	#[cfg(not(no_global_oom_handling))]
	impl core::fmt::Write for String {}
	pub trait ToString { fn to_string(&self) -> String; }
	#[cfg(not(no_global_oom_handling))]
	impl<T: Display + ?Sized> ToString for T {
		fn to_string(&self) -> String {}
	}
	pub trait Keep { fn keep_it(&self); }
	impl<T: Copy> Keep for T { fn keep_it(&self) {} }
	trait Hidden { fn hide(&self); }
	#[cfg(not(no_global_oom_handling))]
	impl<T: Copy> Hidden for T { fn hide(&self) {} }
}

pub mod slice {
	impl<T> [T] {
		pub fn sort_unstable_too(&mut self) {}
		#[cfg(not(no_global_oom_handling))]
		pub fn to_vec(&self) -> Vec<T> {}
	}
}

pub mod str {
	impl str {
		#[cfg(not(no_global_oom_handling))]
		pub fn to_uppercase(&self) -> String {}
	}
}

pub mod borrow { pub enum Cow<'a, B> { Borrowed(&'a B), Owned(B) } }

#[cfg(not(no_global_oom_handling))]
pub mod fmt { pub fn format(args: Arguments) -> String {} }
)rust";

constexpr std::string_view tiny_core = R"rust(#![no_core]
pub struct Slot<T>(T);
impl<T> Slot<T> {
	pub fn insert(&mut self, value: T) -> &mut T {}
	pub fn with_capacity(n: usize) -> Self {}
}
)rust";

/* Writes it to @dir. */
inline void write_library(const ScratchDir &dir)
{
	dir.write("alloc/src/lib.rs", tiny_alloc);
	dir.write("alloc/src/vec/into_iter.rs",
		  "pub struct IntoIter<T>(T);\n"
		  "impl<T> IntoIter<T> {\n"
		  "#[cfg(not(no_global_oom_handling))]\n"
		  "pub fn gather(&self) -> Vec<T> {}\n}\n");
	dir.write("alloc/src/vec/splice.rs",
		  "pub struct Splice;\n"
		  "impl Splice { pub fn fill(&mut self) {} }\n");
	dir.write("core/src/lib.rs", tiny_core);
}

/* It is the same for all tests, and so read once. */
inline const LibraryApi &tiny_library()
{
	static const LibraryApi library = [] {
		const ScratchDir dir;

		write_library(dir);
		Result<LibraryApi> read = LibraryApi::read(dir.path);
		REQUIRE_MESSAGE(read, outcome(read));
		return std::move(read.value());
	}();

	return library;
}

} /* namespace kcrate */
