// SPDX-License-Identifier: GPL-2.0

//! Lets allocations of the current task fail (Documentation/fault-injection).

/// While it lives, the kernel may inject faults into the current task, if it was
/// told in debugfs to do so, and to tasks that ask for it (`task-filter`).
pub(crate) struct Faults;

impl Faults {
    pub(crate) fn new() -> Self {
        ask(true);
        Faults
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        ask(false);
    }
}

#[cfg(CONFIG_FAULT_INJECTION)]
fn ask(faults: bool) {
    // SAFETY: The task is the current one, and nobody else changes its flag.
    unsafe { (*kernel::bindings::get_current()).make_it_fail = faults.into() };
}

#[cfg(not(CONFIG_FAULT_INJECTION))]
fn ask(_faults: bool) {}
