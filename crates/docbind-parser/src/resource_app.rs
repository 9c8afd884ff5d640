//! What permissions of a service are permissions of.

/// The identifier of the application that a service is, by the namespace of its types: what a manifest asks permissions of.
pub fn resource_app_id(namespace: &str) -> Option<&'static str> {
    let root = "microsoft.graph";
    let rest = namespace.get(root.len()..)?;
    let is_below =
        namespace.get(..root.len())?.eq_ignore_ascii_case(root) && (rest.is_empty() || rest.starts_with('.'));
    is_below.then_some("00000003-0000-0000-c000-000000000000")
}
