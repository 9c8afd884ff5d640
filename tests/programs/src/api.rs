//! Passes the client on under other names.

pub(crate) use graph_beta::service_principals::nodes::{
    ServicePrincipalsByIdNode as Principal, ServicePrincipalsByIdSynchronizationNode as Synchronization,
};
pub(crate) use graph_beta::{Client as Graph, *};
