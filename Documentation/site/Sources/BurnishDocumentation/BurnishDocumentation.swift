// A package has a target; what is documented is its dependency.
@_exported import Burnish
