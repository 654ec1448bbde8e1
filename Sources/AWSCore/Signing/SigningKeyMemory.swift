import Crypto
import Synchronization

/// The last signing key: it is the same for a day, and made by four hashes of a secret. Nothing of it
/// has a description.
final class SigningKeyMemory: Sendable {
  /// What a signing key is made of.
  struct Ingredients: Equatable {
    var secretAccessKey: String
    /// `20200302`
    var day: String
    var region: String
    var service: String
  }

  private let last = Mutex<(ingredients: Ingredients, key: SymmetricKey)?>(nil)

  func key(
    of ingredients: Ingredients, orMaking make: (Ingredients) -> SymmetricKey
  ) -> SymmetricKey {
    last.withLock { last in
      if let last, last.ingredients == ingredients { return last.key }
      let key = make(ingredients)
      last = (ingredients, key)
      return key
    }
  }
}
