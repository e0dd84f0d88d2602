//! EXPORT: a journey in other forms, one folder per form.

pub mod json;
