/// Applies a message to the state and returns what the program has to do about it.
public func update(_ state: inout State, _ message: Message, at moment: Moment) -> [Effect] { [] }
