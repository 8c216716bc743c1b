// SPDX-License-Identifier: GPL-2.0-or-later

//! What semver_answers.cc says, said by the semver crate that cargo has.

use semver::{Version, VersionReq};
use std::io::{self, BufRead, Write};

fn spelt<T: std::fmt::Display, E>(parsed: &Result<T, E>) -> String {
    match parsed {
        Ok(value) => value.to_string(),
        Err(_) => "-".to_string(),
    }
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());

    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('|');
        let mut field = || fields.next().unwrap();
        let wanted = VersionReq::parse(field());
        let (a, b) = (Version::parse(field()), Version::parse(field()));
        let meets = match (&wanted, &a) {
            (Ok(wanted), Ok(a)) if wanted.matches(a) => "meets",
            (Ok(_), Ok(_)) => "fails",
            _ => "",
        };
        let order = match (&a, &b) {
            (Ok(a), Ok(b)) => match a.cmp_precedence(b) as i8 {
                -1 => "<",
                0 => "=",
                _ => ">",
            },
            _ => "",
        };
        let (wanted, a, b) = (spelt(&wanted), spelt(&a), spelt(&b));
        writeln!(out, "{wanted}|{a}|{b}|{meets}|{order}")?;
    }
    Ok(())
}
