// SPDX-License-Identifier: GPL-2.0-or-later

//! What geiger_answers.cc says, by syn itself: of each file that standard input
//! names, safe and unsafe functions, expressions, impls, traits and methods,
//! and whether it forbids unsafe code.  The rules are those of geiger 0.5, which
//! counts exported functions as unsafe, and leaves their scope open.

use std::io::{self, BufRead, Write};
use syn::visit::{self, Visit};
use syn::{AttrStyle, Attribute, Expr};

#[derive(Default)]
struct Counter {
    counts: [[u32; 2]; 5],
    scopes: u32,
}

impl Counter {
    fn add(&mut self, which: usize, is_unsafe: bool) {
        self.counts[which][usize::from(is_unsafe)] += 1;
    }
}

fn is_named(attribute: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attribute.path().is_ident(name))
}

fn is_test_module(attributes: &[Attribute]) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|a| is_named(a, &["cfg"])) {
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("test");
            Ok(())
        });
    }
    found
}

fn forbids_unsafe(file: &syn::File) -> bool {
    let mut found = false;
    for attribute in file.attrs.iter().filter(|a| is_named(a, &["forbid"])) {
        let _ = attribute.parse_nested_meta(|meta| {
            let is_inner = matches!(attribute.style, AttrStyle::Inner(_));
            found |= is_inner && meta.path.is_ident("unsafe_code") && meta.value().is_err();
            Ok(())
        });
    }
    found
}

impl<'a> Visit<'a> for Counter {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if item.attrs.iter().any(|a| is_named(a, &["test"])) {
            return;
        }
        let is_unsafe = item.sig.unsafety.is_some();
        let is_exported = item
            .attrs
            .iter()
            .any(|a| is_named(a, &["no_mangle", "export_name"]));
        self.add(0, is_unsafe || is_exported);
        self.scopes += u32::from(is_unsafe || is_exported);
        visit::visit_item_fn(self, item);
        self.scopes -= u32::from(is_unsafe);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if !matches!(expr, Expr::Lit(_) | Expr::Path(_) | Expr::Unsafe(_)) {
            self.add(1, self.scopes > 0);
        }
        visit::visit_expr(self, expr);
    }

    fn visit_expr_unsafe(&mut self, block: &'a syn::ExprUnsafe) {
        self.scopes += 1;
        visit::visit_expr_unsafe(self, block);
        self.scopes -= 1;
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        self.add(2, item.unsafety.is_some());
        visit::visit_item_impl(self, item);
    }

    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        self.add(3, item.unsafety.is_some());
        visit::visit_item_trait(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        let is_unsafe = item.sig.unsafety.is_some();
        self.add(4, is_unsafe);
        self.scopes += u32::from(is_unsafe);
        visit::visit_impl_item_fn(self, item);
        self.scopes -= u32::from(is_unsafe);
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test_module(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
}

fn answer(path: &str) -> Option<String> {
    let file = syn::parse_file(&std::fs::read_to_string(path).ok()?).ok()?;
    let mut counter = Counter::default();
    let mut out = String::new();

    counter.visit_file(&file);
    for [safe, is_unsafe] in counter.counts {
        out += &format!("{safe} {is_unsafe} ");
    }
    Some(out + if forbids_unsafe(&file) { "1" } else { "0" })
}

fn answer_all() {
    let mut out = io::BufWriter::new(io::stdout().lock());

    for path in io::stdin().lock().lines() {
        let path = path.unwrap();
        let said = answer(&path).unwrap_or_else(|| "refused".to_string());
        writeln!(out, "{path}\t{said}").unwrap();
    }
}

fn main() {
    // syn recurses, and does not ask how deep.
    let deep = std::thread::Builder::new().stack_size(1 << 30);
    deep.spawn(answer_all).unwrap().join().unwrap();
}
