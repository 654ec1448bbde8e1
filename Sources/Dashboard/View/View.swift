import Canvas

/// Draws the state. `due` is when this frame stops being true (monotonic), nil where it never does.
public func view(_ state: State, at moment: Moment, _ abilities: Abilities)
  -> (frame: Frame, due: Duration?)
{
  (Frame(size: state.size), nil)
}
