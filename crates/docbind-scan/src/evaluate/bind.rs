//! Taking values apart.

use std::rc::Rc;

use super::Evaluator;
use crate::program::Named;
use crate::source::{Name, Pattern};
use crate::value::{Scope, Value};

impl Evaluator<'_> {
    /// Gives the names of a pattern their values.
    pub(super) fn bind(&mut self, pattern: &Pattern, value: Value, scope: &mut Scope) {
        match pattern {
            Pattern::Other => {}
            Pattern::Name(name) => scope.define(name, value),
            Pattern::Tuple(parts) => match &value {
                Value::Tuple(values) if values.len() == parts.len() => {
                    for (part, value) in parts.iter().zip(values.iter()) {
                        self.bind(part, value.clone(), scope);
                    }
                }
                // Entries of a map, numbered items, and such: what matters is one of them.
                value => parts.iter().for_each(|part| self.bind(part, value.content(), scope)),
            },
            Pattern::TupleStruct(name, parts) => match (&**name, parts.as_slice()) {
                ("Some" | "Ok" | "Ready" | "Borrowed" | "Owned" | "Break" | "Continue", [part]) => {
                    self.bind(part, value.content(), scope);
                }
                ("Err", [part]) => self.bind(part, Value::Foreign, scope),
                _ => {
                    for (index, part) in parts.iter().enumerate() {
                        let field = self.variant(name, &Name::from(index.to_string()), &value, scope.module);
                        self.bind(part, field, scope);
                    }
                }
            },
            Pattern::Struct(name, fields) => {
                for (field, part) in fields {
                    let field = self.variant(name, field, &value, scope.module);
                    self.bind(part, field, scope);
                }
            }
            Pattern::List(parts) => parts.iter().for_each(|part| self.bind(part, value.content(), scope)),
            Pattern::Typed(inner, ty) => {
                let told = self.of_type(ty, &scope.types, scope.module);
                self.bind(inner, Value::best([value, told]), scope);
            }
            Pattern::Several(all) => all.iter().for_each(|part| self.bind(part, value.clone(), scope)),
        }
    }

    /// A field of a structure or of a variant of that name.
    fn variant(&mut self, name: &Name, field: &Name, value: &Value, at: usize) -> Value {
        let types = match value {
            Value::Struct(_, types) => types.clone(),
            Value::In(inner) => match &**inner {
                Value::Struct(_, types) => types.clone(),
                _ => Rc::from([]),
            },
            _ => Rc::from([]),
        };
        match self.program.named(std::slice::from_ref(name), at, self.tree) {
            Named::Struct(index) => self.field(&Value::Struct(index, types), field),
            _ if value.matters() => value.content(),
            _ => Value::Foreign,
        }
    }

    /// A field of a value.
    pub(super) fn field(&mut self, value: &Value, name: &str) -> Value {
        match value {
            Value::Struct(index, types) => {
                let Some((module, item)) = self.program.structs.get(*index).copied() else { return Value::Unknown };
                match item.fields.iter().find(|(own, _)| **own == *name) {
                    Some((_, ty)) => {
                        let types = self.bounds(&item.generics, types.clone(), module);
                        self.of_type(ty, &types, module)
                    }
                    None => match self.target(value) {
                        Some(target) => self.field(&target, name),
                        None => Value::Unknown,
                    },
                }
            }
            Value::Tuple(values) => {
                let index = name.parse::<usize>().ok();
                index.and_then(|index| values.get(index).cloned()).unwrap_or(Value::Unknown)
            }
            Value::In(inner) => self.field(&inner.clone(), name),
            Value::Foreign => Value::Foreign,
            _ => Value::Unknown,
        }
    }

    /// What a structure of the program stands for.
    pub(super) fn target(&mut self, value: &Value) -> Option<Value> {
        let (module, target) = *self.targets.get(&super::owner(value)?)?;
        let types = match value {
            Value::Struct(_, types) => types.clone(),
            _ => Rc::from([]),
        };
        Some(self.of_type(target, &types, module))
    }

    /// A value of a structure, whose type parameters are what its fields say.
    pub(super) fn structure(&mut self, path: &[Name], fields: &[(Name, Value)], scope: &Scope) -> Value {
        if let [only] = path
            && &**only == "Self"
            && let Some(own) = scope.ty("Self")
        {
            if let Value::Struct(index, types) = own
                && types.is_empty()
            {
                return self.filled(*index, fields);
            }
            return own.clone();
        }
        match self.program.named(path, scope.module, self.tree) {
            Named::Struct(index) => self.filled(self.whole(index, path, scope), fields),
            _ => Value::Foreign,
        }
    }

    /// The enumeration of a variant that is named with it: `Source::Live(…)` is a `Source`.
    fn whole(&self, index: usize, path: &[Name], scope: &Scope) -> usize {
        let Some((_, front)) = path.split_last() else { return index };
        if front.is_empty() {
            return index;
        }
        match self.program.named(front, scope.module, self.tree) {
            Named::Struct(whole) => whole,
            _ => index,
        }
    }

    pub(super) fn filled(&mut self, index: usize, fields: &[(Name, Value)]) -> Value {
        let Some((_, item)) = self.program.structs.get(index).copied() else { return Value::Unknown };
        let mut types = Vec::new();
        if !item.generics.is_empty() {
            for (name, value) in fields {
                if let Some((_, ty)) = item.fields.iter().find(|(own, _)| own == name) {
                    self.infer(ty, value, &item.generics, &mut types);
                }
            }
        }
        Value::Struct(index, types.into())
    }
}
