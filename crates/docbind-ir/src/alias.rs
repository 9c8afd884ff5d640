//! Paths that mean the same.

/// A path that a service also understands in another spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathAlias {
    /// What the path begins with, or has in it: `/me`, `/drive/root`.
    pub path: String,
    /// What that means: `/users/{}`, `/drive/items/root`; `{}` is a segment of any kind.
    pub meaning: String,
    /// Whether it may stand anywhere in a path.
    pub anywhere: bool,
}

impl PathAlias {
    /// The other spellings of a path, which may be none.
    pub(crate) fn spellings(&self, path: &str) -> impl Iterator<Item = String> {
        let forth = if self.anywhere { self.replaced(path) } else { self.meant(path) };
        let back = if self.anywhere { None } else { self.shortened(path) };
        forth.into_iter().chain(back)
    }

    /// `/me/messages` as `/users/me/messages`: the word itself is the value of what is left open.
    fn meant(&self, path: &str) -> Option<String> {
        let rest = below(path, &self.path)?;
        let word = self.path.rsplit('/').next().unwrap_or_default();
        Some(format!("{}{rest}", self.meaning.replace("{}", word)))
    }

    /// `/users/ada/messages` as `/me/messages`.
    fn shortened(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(self.meaning.strip_suffix("{}")?)?;
        let (value, rest) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
        (!value.is_empty() && !value.starts_with('$')).then(|| format!("{}{rest}", self.path))
    }

    /// The first place that fits written in the other way; an address by path says no more than an item does.
    fn replaced(&self, path: &str) -> Option<String> {
        let (before, after) = path.split_once(&self.path)?;
        let after = match after.strip_prefix(":/") {
            Some(address) => address.split_once(':').map(|(_, after)| after)?,
            None => Some(after).filter(|after| after.is_empty() || after.starts_with('/'))?,
        };
        Some(format!("{before}{}{after}", self.meaning))
    }
}

/// What of a path lies below these segments.
fn below<'p>(path: &'p str, segments: &str) -> Option<&'p str> {
    path.strip_prefix(segments).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::PathAlias;

    fn read(path: &str, meaning: &str, called: &str) -> Vec<String> {
        let alias = PathAlias { path: path.into(), meaning: meaning.into(), anywhere: path.matches('/').count() > 1 };
        alias.spellings(called).collect()
    }

    #[test]
    fn one_of_many() {
        assert_eq!(read("/me", "/users/{}", "/me/messages"), ["/users/me/messages"]);
        assert_eq!(read("/me", "/users/{}", "/users/ada"), ["/me"]);
        assert!(read("/me", "/users/{}", "/users/$count").is_empty());
        assert!(read("/me", "/users/{}", "/meetings").is_empty());
    }

    #[test]
    fn an_item_with_a_name_of_its_own() {
        let replaced = |called| read("/drive/root", "/drive/items/root", called);
        assert_eq!(replaced("/me/drive/root/children"), ["/me/drive/items/root/children"]);
        assert_eq!(replaced("/me/drive/root:/a/b:/children"), ["/me/drive/items/root/children"]);
        assert!(replaced("/me/drive/rooted").is_empty());
    }
}
