//! Services whose pages leave out what their readers know.

use docbind_ir::PathAlias;

/// A path, what it means, and whether it may stand anywhere in another.
type Alias = (&'static str, &'static str, bool);

/// A service that is known by the namespace of its types.
pub(crate) struct Service {
    /// The namespace that its pages state.
    pub(crate) namespace: &'static str,
    /// Where it is reached; its pages often write paths alone.
    pub(crate) origin: &'static str,
    /// The identifier of the application that the service is: what a manifest asks permissions of.
    pub(crate) resource_app_id: &'static str,
    /// Whether `users('1')` and `users/1` are the same address there, as OData allows but does not require.
    pub(crate) keys_are_segments: bool,
    /// Paths that mean the same there.
    pub(crate) aliases: &'static [Alias],
}

const SERVICES: [Service; 1] = [Service {
    namespace: "microsoft.graph",
    origin: "https://graph.microsoft.com",
    resource_app_id: "00000003-0000-0000-c000-000000000000",
    keys_are_segments: true,
    aliases: &[
        // The signed-in user is one of the users.
        ("/me", "/users/{}", false),
        // Nobody's drive is that of the signed-in user.
        ("/drive", "/me/drive", false),
        // The root of a drive is one of its items.
        ("/drive/root", "/drive/items/root", true),
    ],
}];

/// The service whose types are in this namespace or below it.
pub(crate) fn service(namespace: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| {
        namespace.get(..service.namespace.len()).is_some_and(|start| start.eq_ignore_ascii_case(service.namespace))
            && namespace.get(service.namespace.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// The aliases of the service with this namespace.
pub fn aliases(namespace: &str) -> Vec<PathAlias> {
    let aliases = service(namespace).map_or(&[][..], |service| service.aliases);
    let alias = |(path, meaning, anywhere): &Alias| PathAlias {
        path: (*path).into(),
        meaning: (*meaning).into(),
        anywhere: *anywhere,
    };
    aliases.iter().map(alias).collect()
}

/// The identifier of the application that a service is, by the namespace of its types: what a manifest asks permissions of.
pub fn resource_app_id(namespace: &str) -> Option<&'static str> {
    service(namespace).map(|service| service.resource_app_id)
}
