//! The model that docbind reads out of API reference pages.
//!
//! [`Api`] is the root. Parsers produce it, passes rewrite it, emitters read it; this crate does no I/O and knows
//! neither Markdown nor Rust tokens. Names in it are *wire names*, spelled as the documentation spells them.

mod alias;
mod api;
mod body;
mod cmdlet;
mod condition;
mod diagnostic;
mod example;
mod least;
mod operation;
mod parameter;
mod path;
mod permission;
mod requirement;
mod response;
mod route;
mod source;
mod type_def;
mod type_ref;
mod type_tree;
mod word;

pub use alias::PathAlias;
pub use api::{Api, PageKind, PageSummary};
pub use body::{Body, BodyShape};
pub use cmdlet::{Cmdlet, CmdletExample, ParameterSet};
pub use condition::{Condition, ConditionKind};
pub use diagnostic::{Code, Diagnostic, Label, Severity};
pub use example::{Example, ExampleBody, ExampleRequest, ExampleResponse, Snippet, is_annotation, is_placeholder};
pub use least::{Least, least_for};
pub use operation::{Clouds, Deprecation, Method, Operation, OperationId, QueryOption, Role, Stability};
pub use parameter::{Header, Location, Parameter};
pub use path::{Argument, ArgumentValue, PathKey, PathTemplate, Segment};
pub use permission::{Permission, PermissionKind, PermissionTable, Scheme};
pub use requirement::{Alternative, Requirement, Status};
pub use response::{Response, ResponseBody};
pub use route::{Extension, RequestUrl, Router, captures, spellings};
pub use source::{Rule, Source};
pub use type_def::{EnumDef, EnumMember, Property, TypeDef};
pub use type_ref::{Primitive, TypeName, TypeRef, Unresolved};
pub use type_tree::TypeTree;
pub use word::{lowercase, names_collection, singular};
