use super::{Count, Expand, Filter, Format, Orderby, Search, Select, Skip, Top};
use crate::model::Json;
use crate::{Meta, Operation};

/// The operation of a request that no documentation describes: everything is allowed, the answer is any JSON.
pub enum Raw {}

impl Operation for Raw {
    const META: &'static Meta = &Meta::UNDOCUMENTED;
    type Response = Json;
}

impl Select for Raw {}
impl Filter for Raw {}
impl Expand for Raw {}
impl Orderby for Raw {}
impl Top for Raw {}
impl Skip for Raw {}
impl Count for Raw {}
impl Search for Raw {}
impl Format for Raw {}
