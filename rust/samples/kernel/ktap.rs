// SPDX-License-Identifier: GPL-2.0

//! Results in KTAP, for the samples beside this file.

use kernel::prelude::*;

/// Counts results and prints each.
pub(crate) struct Ktap {
    number: u32,
    failed: u32,
}

impl Ktap {
    /// Announces `plan` results.
    pub(crate) fn new(plan: u32) -> Self {
        pr_info!("KTAP version 1\n");
        pr_info!("1..{plan}\n");
        Self {
            number: 0,
            failed: 0,
        }
    }

    /// Prints the result called `name`.
    pub(crate) fn check(&mut self, name: &str, passed: bool) {
        self.number += 1;
        if passed {
            pr_info!("ok {} {name}\n", self.number);
        } else {
            self.failed += 1;
            pr_info!("not ok {} {name}\n", self.number);
        }
    }

    /// Prints how many results there were of each kind; an error if one failed.
    pub(crate) fn finish(self) -> Result {
        pr_info!(
            "# Totals: pass:{} fail:{} skip:0 error:0\n",
            self.number - self.failed,
            self.failed
        );
        if self.failed == 0 {
            Ok(())
        } else {
            Err(EINVAL)
        }
    }
}
