//! Reading a pack file. Comes in: TOML. Goes out: what it holds, or an error that names the line.
//!
//! It reads from the table with places that the toml crate makes. The crate's own reading would be compiled four times for each of the
//! hundred lists and structures of a pack, and its way over a plain table, which is compiled once, tells no line.

use crate::error::{Error, ErrorKind, Result, line};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads `text` as a `T`; `file` is the name for errors.
///
/// # Errors
/// When `text` is no TOML, or does not fit; with the line.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    let fault = |at: usize, message: &str| {
        let line = line(text, &(at..at));
        Error::new(ErrorKind::Pack, file, format!("line {line}: the language pack does not parse: {message}"))
    };
    let table = DeTable::parse(text)
        .map_err(|cause| fault(cause.span().map_or(0, |span| span.start), cause.message()))?;
    T::deserialize(Table(table.get_ref()))
        .map_err(|cause: Fault| fault(cause.0.at.unwrap_or(0), &cause.0.message))
}

/// What does not fit.
#[derive(Debug)]
struct Fault(Box<Cause>);

#[derive(Debug)]
struct Cause {
    message: String,
    /// The byte where the innermost thing begins that it is about.
    at: Option<usize>,
}

impl Fault {
    /// The same; where nothing further inside is known it is about what begins at this byte.
    #[cold]
    fn at(mut self, start: usize) -> Self {
        self.0.at.get_or_insert(start);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.message)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Cause { message: message.to_string(), at: None }))
    }
}

/// A whole file, or a table in it.
struct Table<'de>(&'de DeTable<'de>);

/// A value in it.
struct Item<'de>(&'de DeValue<'de>);

/// That something else was wanted.
#[cold]
fn unlike(value: &DeValue<'_>, wanted: &dyn Expected) -> Fault {
    let found = match value {
        DeValue::String(text) => Unexpected::Str(text),
        DeValue::Boolean(value) => Unexpected::Bool(*value),
        DeValue::Array(_) => Unexpected::Seq,
        DeValue::Table(_) => Unexpected::Map,
        DeValue::Integer(_) | DeValue::Float(_) => Unexpected::Other("a number"),
        DeValue::Datetime(_) => Unexpected::Other("a date"),
    };
    serde::de::Error::invalid_type(found, wanted)
}

impl<'de> Deserializer<'de> for Table<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Rows { rest: self.0.iter(), value: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> Deserializer<'de> for Item<'de> {
    type Error = Fault;

    /// A single value. What holds others has a way of its own, so that no structure is compiled for both tables and arrays.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            DeValue::String(text) => visitor.visit_borrowed_str(text),
            DeValue::Boolean(value) => visitor.visit_bool(*value),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => Err(unlike(self.0, &visitor)),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(unlike(self.0, &visitor)),
            },
            _ => Err(unlike(self.0, &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            DeValue::Array(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(unlike(self.0, &visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            DeValue::Table(table) => Table(table).deserialize_map(visitor),
            _ => Err(unlike(self.0, &visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            DeValue::String(word) => {
                let read: StrDeserializer<'_, Fault> = word.as_ref().into_deserializer();
                read.deserialize_enum(name, words, visitor)
            }
            _ => Err(unlike(self.0, &visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

/// The rows of a table: names with values.
struct Rows<'de, I> {
    rest: I,
    value: Option<&'de Spanned<DeValue<'de>>>,
}

impl<'de, K, I> MapAccess<'de> for Rows<'de, I>
where
    K: AsRef<str> + 'de,
    I: Iterator<Item = (&'de Spanned<K>, &'de Spanned<DeValue<'de>>)>,
{
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        let read: StrDeserializer<'_, Fault> = name.get_ref().as_ref().into_deserializer();
        seed.deserialize(read).map(Some).map_err(|fault| fault.at(name.span().start))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some(value) = self.value.take() else {
            return Err(serde::de::Error::custom("a value without a name"));
        };
        seed.deserialize(Item(value.get_ref())).map_err(|fault| fault.at(value.span().start))
    }
}

/// The values of an array.
struct Items<I>(I);

impl<'de, I: Iterator<Item = &'de Spanned<DeValue<'de>>>> SeqAccess<'de> for Items<I> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(value) = self.0.next() else { return Ok(None) };
        seed.deserialize(Item(value.get_ref())).map(Some).map_err(|fault| fault.at(value.span().start))
    }
}
