import Foundation

/// A point or direction in space, in meters: x points right, y down, z away from the camera.
typealias Vector = SIMD3<Double>

func dot(_ a: Vector, _ b: Vector) -> Double { (a * b).sum() }

func normalized(_ a: Vector) -> Vector { a / dot(a, a).squareRoot() }

/// A half-line of sight.
struct Ray {
  var origin: Vector
  var direction: Vector
}

/// The point where a ray meets a surface.
struct Hit {
  /// The distance from the ray's origin, in multiples of its direction.
  var distance: Double
  var normal: Vector
  /// The point in the coordinates of the surface's texture.
  var texturePoint: Vector
}

/// The analytic surfaces of a scene.
enum SyntheticSurface {
  /// All points `p` with `dot(normal, p) = offset`.
  case plane(normal: Vector, offset: Double)
  case sphere(center: Vector, radius: Double)
  /// A box around its center, rotated by `angle` about the vertical axis.
  case box(center: Vector, halfExtents: Vector, angle: Double)

  /// The nearest hit in front of the ray's origin.
  func hit(by ray: Ray) -> Hit? {
    switch self {
    case .plane(let normal, let offset):
      let distance = (offset - dot(normal, ray.origin)) / dot(normal, ray.direction)
      guard distance.isFinite, distance > 1e-6 else { return nil }
      return Hit(
        distance: distance, normal: normal,
        texturePoint: ray.origin + distance * ray.direction)
    case .sphere(let center, let radius):
      let offset = ray.origin - center
      let (a, b) = (dot(ray.direction, ray.direction), dot(offset, ray.direction))
      let discriminant = b * b - a * (dot(offset, offset) - radius * radius)
      guard discriminant > 0 else { return nil }
      let distance = (-b - discriminant.squareRoot()) / a
      guard distance > 1e-6 else { return nil }
      let point = offset + distance * ray.direction
      return Hit(distance: distance, normal: point / radius, texturePoint: point)
    case .box(let center, let halfExtents, let angle):
      let turn = Turn(angle: angle)
      let local = Ray(
        origin: turn.toLocal(ray.origin - center), direction: turn.toLocal(ray.direction))
      guard var hit = Self.boxHit(local, halfExtents: halfExtents) else { return nil }
      hit.normal = turn.toWorld(hit.normal)
      return hit
    }
  }

  /// The slab method: the ray is inside the box where it is between all three pairs of faces.
  private static func boxHit(_ ray: Ray, halfExtents: Vector) -> Hit? {
    var (enter, leave) = (-Double.infinity, Double.infinity)
    var normal = Vector()
    for axis in 0..<3 {
      let near = (-halfExtents[axis] - ray.origin[axis]) / ray.direction[axis]
      let far = (halfExtents[axis] - ray.origin[axis]) / ray.direction[axis]
      if min(near, far) > enter {
        enter = min(near, far)
        normal = Vector()
        normal[axis] = ray.direction[axis] > 0 ? -1 : 1
      }
      leave = min(leave, max(near, far))
    }
    guard enter > 1e-6, enter < leave else { return nil }
    return Hit(
      distance: enter, normal: normal, texturePoint: ray.origin + enter * ray.direction)
  }
}

/// A rotation about the vertical axis.
private struct Turn {
  let cosine, sine: Double

  init(angle: Double) {
    cosine = cos(angle)
    sine = sin(angle)
  }

  func toLocal(_ v: Vector) -> Vector {
    Vector(cosine * v.x + sine * v.z, v.y, -sine * v.x + cosine * v.z)
  }

  func toWorld(_ v: Vector) -> Vector {
    Vector(cosine * v.x - sine * v.z, v.y, sine * v.x + cosine * v.z)
  }
}
