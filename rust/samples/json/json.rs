// SPDX-License-Identifier: GPL-2.0-or-later

//! Writes a value as JSON into a buffer of C's, without allocating.
//!
//! The value, and the structs it is made of, come from the file that
//! `KCRATE_RECORD` names: it defines `record()`, whose result is serialized.

#![no_std]

use core::ffi::{c_char, CStr};
use core::fmt;
use serde::ser::{self, Serialize};

#[allow(dead_code, missing_docs, unreachable_pub)]
mod record {
    include!(env!("KCRATE_RECORD"));
}

/// Why a value has no JSON.
#[derive(Clone, Copy, Debug)]
enum Error {
    Full,
    Float,
    Key,
    Custom,
}

type Result<T = ()> = core::result::Result<T, Error>;

impl Error {
    fn text(self) -> &'static CStr {
        match self {
            Error::Full => c"the buffer is too small",
            Error::Float => c"the kernel has no floating point",
            Error::Key => c"a key is not a string, a character or an integer",
            Error::Custom => c"a value refused to be serialized",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().to_str().map_err(|_| fmt::Error)?.fmt(f)
    }
}

impl ser::Error for Error {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Error::Custom
    }
}

impl ser::StdError for Error {}

/// JSON written so far.
struct Json<'a> {
    buf: &'a mut [u8],
    len: usize,
    /// What is written next is the key of an object.
    key: bool,
}

impl Json<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> Result {
        let room = self.buf.get_mut(self.len..).ok_or(Error::Full)?;
        room.get_mut(..bytes.len())
            .ok_or(Error::Full)?
            .copy_from_slice(bytes);
        self.len += bytes.len();
        Ok(())
    }

    /// A string's inside: RFC 8259 wants quotes, backslashes and control
    /// characters escaped, and nothing else.
    fn escaped(&mut self, text: &str) -> Result {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        for &byte in text.as_bytes() {
            match byte {
                b'"' => self.bytes(b"\\\"")?,
                b'\\' => self.bytes(b"\\\\")?,
                b'\n' => self.bytes(b"\\n")?,
                b'\r' => self.bytes(b"\\r")?,
                b'\t' => self.bytes(b"\\t")?,
                0..=0x1f => {
                    let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                    self.bytes(b"\\u00")?;
                    self.bytes(&digits)?;
                }
                _ => self.bytes(&[byte])?,
            }
        }
        Ok(())
    }

    fn string(&mut self, text: &str) -> Result {
        self.bytes(b"\"")?;
        self.escaped(text)?;
        self.bytes(b"\"")
    }

    /// A key that is a number is written as a string.
    fn integer(&mut self, value: impl itoa::Integer) -> Result {
        let mut digits = itoa::Buffer::new();
        let text = digits.format(value);
        if self.key {
            self.string(text)
        } else {
            self.bytes(text.as_bytes())
        }
    }

    fn value(&mut self, text: &str) -> Result {
        if self.key {
            return Err(Error::Key);
        }
        self.bytes(text.as_bytes())
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result {
        self.string(key)?;
        self.bytes(b":")?;
        value.serialize(&mut *self)
    }
}

impl fmt::Write for Json<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.escaped(text).map_err(|_| fmt::Error)
    }
}

/// An array or object whose end is not written yet.
struct Open<'j, 'a> {
    json: &'j mut Json<'a>,
    first: bool,
    close: &'static str,
}

impl<'j, 'a> Open<'j, 'a> {
    fn new(json: &'j mut Json<'a>, open: &str, close: &'static str) -> Result<Self> {
        json.value(open)?;
        Ok(Open {
            json,
            first: true,
            close,
        })
    }

    /// A value that stands in an object of its own, under the variant's name.
    fn variant(
        json: &'j mut Json<'a>,
        name: &str,
        open: &str,
        close: &'static str,
    ) -> Result<Self> {
        json.value("{")?;
        json.string(name)?;
        json.bytes(b":")?;
        Open::new(json, open, close)
    }

    fn separate(&mut self) -> Result {
        if core::mem::take(&mut self.first) {
            return Ok(());
        }
        self.json.bytes(b",")
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        self.separate()?;
        value.serialize(&mut *self.json)
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result {
        self.separate()?;
        self.json.member(key, value)
    }

    fn finish(self) -> Result {
        self.json.bytes(self.close.as_bytes())
    }
}

macro_rules! elements {
    ($($compound:ident $method:ident)*) => {$(
        impl ser::$compound for Open<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
                self.element(value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}

elements! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! members {
    ($($compound:ident)*) => {$(
        impl ser::$compound for Open<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result {
                self.member(key, value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}

members! {
    SerializeStruct
    SerializeStructVariant
}

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result {
        self.separate()?;
        self.json.key = true;
        key.serialize(&mut *self.json)?;
        self.json.key = false;
        self.json.bytes(b":")
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result {
        self.finish()
    }
}

macro_rules! integers {
    ($($method:ident $type:ty)*) => {$(
        fn $method(self, value: $type) -> Result {
            self.integer(value)
        }
    )*};
}

impl<'j, 'a> ser::Serializer for &'j mut Json<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'j, 'a>;
    type SerializeTuple = Open<'j, 'a>;
    type SerializeTupleStruct = Open<'j, 'a>;
    type SerializeTupleVariant = Open<'j, 'a>;
    type SerializeMap = Open<'j, 'a>;
    type SerializeStruct = Open<'j, 'a>;
    type SerializeStructVariant = Open<'j, 'a>;

    integers! {
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_i128 i128
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_u64 u64
        serialize_u128 u128
    }

    fn serialize_bool(self, value: bool) -> Result {
        self.value(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, _: f32) -> Result {
        Err(Error::Float)
    }

    fn serialize_f64(self, _: f64) -> Result {
        Err(Error::Float)
    }

    fn serialize_char(self, value: char) -> Result {
        self.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result {
        self.string(value)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result {
        self.bytes(b"\"")?;
        // A Display does not fail of itself: only the buffer can.
        fmt::write(self, format_args!("{value}")).map_err(|_| Error::Full)?;
        self.bytes(b"\"")
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result {
        self.value("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        self.value("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.value("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.string(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        self.value("{")?;
        self.member(variant, value)?;
        self.bytes(b"}")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'j, 'a>> {
        Open::new(self, "[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'j, 'a>> {
        Open::new(self, "[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'j, 'a>> {
        Open::new(self, "[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'j, 'a>> {
        Open::variant(self, variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'j, 'a>> {
        Open::new(self, "{", "}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'j, 'a>> {
        Open::new(self, "{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'j, 'a>> {
        Open::variant(self, variant, "{", "}}")
    }
}

fn write_record(buf: &mut [u8]) -> Result {
    let mut json = Json {
        buf,
        len: 0,
        key: false,
    };
    record::record().serialize(&mut json)?;
    json.bytes(b"\0")
}

/// Writes the record into the `size` bytes at `buf`, with a NUL behind it.
/// Returns null, or what went wrong.
///
/// # Safety
///
/// `buf` points to `size` bytes that may be written.
#[no_mangle]
pub unsafe extern "C" fn kcrate_json(buf: *mut u8, size: usize) -> *const c_char {
    // SAFETY: The caller promises that these bytes are there.
    let buf = unsafe { core::slice::from_raw_parts_mut(buf, size) };
    match write_record(buf) {
        Ok(()) => core::ptr::null(),
        Err(error) => error.text().as_ptr(),
    }
}

extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: The C library's abort() may be called at any time.
    unsafe { abort() }
}
