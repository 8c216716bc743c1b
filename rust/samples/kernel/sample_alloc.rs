// SPDX-License-Identifier: GPL-2.0

//! Secrets in vectors of the library's `alloc`, wiped by the imported zeroize.
//!
//! Any allocation may fail: nothing is lost then, and nothing leaks.

use alloc::vec::Vec;
use kernel::prelude::*;
use zeroize::{Zeroize, Zeroizing};

mod faults;
mod ktap;

module! {
    type: Sample,
    name: "kcrate_alloc",
    description: "Secrets in memory that may be refused",
    license: "GPL",
}

const ROUNDS: u32 = 1000;

type Secret = Zeroizing<Vec<u8>>;

/// What could not be allocated.
#[derive(Debug, PartialEq)]
struct Refused;

fn push<T>(list: &mut Vec<T>, value: T) -> Result<(), Refused> {
    list.try_reserve(1).map_err(|_| Refused)?;
    // The room for it is there: this does not allocate.
    if let Some(slot) = list.spare_capacity_mut().first_mut() {
        slot.write(value);
        // SAFETY: The element behind the last has just been written.
        unsafe { list.set_len(list.len() + 1) };
    }
    Ok(())
}

/// `len` bytes, which are wiped when they are no longer needed.
fn secret(len: usize, byte: u8) -> Result<Secret, Refused> {
    let mut bytes = Vec::new();

    bytes.try_reserve_exact(len).map_err(|_| Refused)?;
    for slot in &mut bytes.spare_capacity_mut()[..len] {
        slot.write(byte);
    }
    // SAFETY: So many have just been written.
    unsafe { bytes.set_len(len) };
    Ok(Zeroizing::new(bytes))
}

fn grows_and_keeps() -> Result<bool, Refused> {
    let mut list = Vec::new();

    for number in 0..10_000_u32 {
        push(&mut list, number)?;
    }
    Ok(list.iter().copied().eq(0..10_000))
}

fn is_wiped() -> Result<bool, Refused> {
    let mut bytes = secret(4096, 0xa5)?;
    let all = |bytes: &[u8], byte| bytes.len() == 4096 && bytes.iter().all(|&b| b == byte);
    let before = all(&bytes, 0xa5);

    bytes.zeroize();
    let empty = bytes.is_empty();
    // SAFETY: All of them were written, and zeroize wipes what it clears.
    unsafe { bytes.set_len(4096) };
    Ok(before && empty && all(&bytes, 0))
}

#[repr(align(512))]
struct Sector([u8; 512]);

fn is_aligned() -> Result<bool, Refused> {
    let mut sectors = Vec::new();

    for byte in 0..100 {
        push(&mut sectors, Sector([byte; 512]))?;
    }
    Ok(sectors
        .iter()
        .zip(0..)
        .all(|(sector, byte)| sector.0 == [byte; 512])
        && sectors.as_ptr() as usize % 512 == 0)
}

fn too_much_is_refused() -> bool {
    Vec::<u64>::new().try_reserve(usize::MAX / 4).is_err()
}

/// Allocates until `rooms` secrets are there, or one allocation is refused; those
/// that are there must be what they were made as.
fn round(rooms: u8) -> (Result<(), Refused>, bool) {
    let mut list: Vec<Secret> = Vec::new();
    let mut fill = || -> Result<(), Refused> {
        for room in 0..rooms {
            // From a few bytes to some pages.
            let made = secret(16 << (room % 12), room)?;
            push(&mut list, made)?;
        }
        Ok(())
    };
    let result = fill();
    let intact = list
        .iter()
        .zip(0..)
        .all(|(secret, room)| secret.iter().all(|&byte| byte == room));

    (result, intact)
}

fn survives_refusal(ktap: &mut ktap::Ktap) {
    let _faults = faults::Faults::new();
    let mut refused = 0;
    let mut intact = true;

    for number in 0..ROUNDS {
        let (result, kept) = round((number % 40) as u8);
        refused += u32::from(result == Err(Refused));
        intact &= kept;
    }
    pr_info!("# {ROUNDS} rounds, {refused} ended by a refusal\n");
    ktap.check("nothing is lost where memory is refused", intact);
}

fn run() -> Result {
    let mut ktap = ktap::Ktap::new(5);

    ktap.check("grows and keeps", grows_and_keeps() == Ok(true));
    ktap.check("secrets are wiped", is_wiped() == Ok(true));
    ktap.check("memory is aligned", is_aligned() == Ok(true));
    ktap.check("too much is refused", too_much_is_refused());
    survives_refusal(&mut ktap);
    ktap.finish()
}

struct Sample;

impl kernel::Module for Sample {
    fn init(_module: &'static ThisModule) -> Result<Self> {
        run()?;
        Ok(Sample)
    }
}
