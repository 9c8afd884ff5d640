//! The schema of a job: what is provisioned, and how.

use graph_beta::Client;
use graph_beta::models::{
    AttributeDefinition, AttributeMapping, AttributeMappingSource, AttributeMappingSourceType, AttributeType,
    DirectoryDefinition, ExpressionInputObject, ObjectDefinition, ObjectFlowTypes, ObjectMapping,
    StringKeyObjectValuePair, SynchronizationRule, SynchronizationSchema,
};
use graph_beta::service_principals::{
    PostSynchronizationJobsSchemaParseExpressionBody, PutSynchronizationJobsSchemaBody,
};
use serde_json::json;

use super::{JOB, SERVICE_PRINCIPAL};
use crate::{Built, Call};

/// Read the schema of a job, with the directories on both sides.
pub fn get(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .get()
        .expand(SynchronizationSchema::DIRECTORIES)
        .build()
}

/// Replace the schema of a job by one that carries an attribute of our own.
pub fn update(graph: &Client) -> Built {
    let text = |name: &str| AttributeDefinition::new().name(name).type_(AttributeType::String);
    let directory = |name: &str, attributes: [AttributeDefinition; 2]| {
        DirectoryDefinition::new().name(name).objects([ObjectDefinition::new().name("User").attributes(attributes)])
    };
    let from = |name: &str| AttributeMappingSource::new().name(name).type_(AttributeMappingSourceType::Attribute);
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .put(
            PutSynchronizationJobsSchemaBody::new()
                .directories([
                    directory("Azure Active Directory", [text("userPrincipalName"), text("extensionAttribute4")]),
                    directory("harborbooks", [text("userName").anchor(true), text("costCenter")]),
                ])
                .synchronization_rules([SynchronizationRule::new()
                    .name("USER_OUTBOUND_USER")
                    .source_directory_name("Azure Active Directory")
                    .target_directory_name("harborbooks")
                    .priority(1)
                    .object_mappings([ObjectMapping::new()
                        .enabled(true)
                        .flow_types([ObjectFlowTypes::Add, ObjectFlowTypes::Update])
                        .source_object_name("User")
                        .target_object_name("User")
                        .attribute_mappings([
                            AttributeMapping::new()
                                .source(from("userPrincipalName"))
                                .target_attribute_name("userName")
                                .matching_priority(1),
                            AttributeMapping::new()
                                .source(from("extensionAttribute4"))
                                .target_attribute_name("costCenter"),
                        ])])]),
        )
        .build()
}

/// Go back to the default schema.
pub fn delete(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).schema().delete().build()
}

/// Get the operators of scoping filters.
pub fn filter_operators(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .filter_operators()
        .list()
        .build()
}

/// Get the functions of mapping expressions.
pub fn functions(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .functions()
        .list()
        .build()
}

/// Take an expression apart, and try it on a made-up user.
pub fn parse_expression(graph: &Client) -> Built {
    let property = |key: &str, value| StringKeyObjectValuePair::new().key(key).value(value);
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .parse_expression()
        .post(
            PostSynchronizationJobsSchemaParseExpressionBody::new()
                .expression(r#"Join(" ", [givenName], [surname])"#)
                .test_input_object(ExpressionInputObject::new().properties([
                    property("givenName", json!("Ada")),
                    property("surname", json!("Lindqvist")),
                    property("accountEnabled", json!(true)),
                    property("proxyAddresses", json!(["smtp:ada@harborbooks.example"])),
                ]))
                .target_attribute_definition(
                    AttributeDefinition::new().name("displayName").type_(AttributeType::String),
                ),
        )
        .build()
}

/// Ask a directory which objects and attributes it holds.
pub fn discover(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .directories()
        .by_id("2f7b61d0-c8e4-4a95-b30f-79d5e1c4a826")
        .discover()
        .post()
        .build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call { page: "api/synchronization-synchronizationschema-get.md", example: "get_synchronizationschema", build: get },
    Call {
        page: "api/synchronization-synchronizationschema-update.md",
        example: "update_synchronizationschema",
        build: update,
    },
    Call { page: "api/synchronization-synchronizationschema-delete.md", example: "", build: delete },
    Call {
        page: "api/synchronization-synchronizationschema-filteroperators.md",
        example: "synchronizationschema_filteroperators",
        build: filter_operators,
    },
    Call {
        page: "api/synchronization-synchronizationschema-functions.md",
        example: "synchronizationschema_functions",
        build: functions,
    },
    Call {
        page: "api/synchronization-synchronizationschema-parseexpression.md",
        example: "synchronizationschema_parseexpression",
        build: parse_expression,
    },
    Call {
        page: "api/synchronization-directorydefinition-discover.md",
        example: "discover_directorydefinition",
        build: discover,
    },
];
