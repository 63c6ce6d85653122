import BurnishCore
import BurnishTensors
import Foundation

/// A furnished room made of formulas, with exact depth and a color image. It is free of copyright and the
/// same on every machine.
public struct SyntheticScene: Sendable {
  /// The camera's view of the scene.
  public struct View: Sendable {
    /// The color image, `[1, 3, H, W]`, red, green, blue in 0...1.
    public var color: Tensor
    /// The depth along the optical axis, `[1, 1, H, W]`, in millimeters.
    public var depth: Tensor
  }

  public init() {}

  /// Renders the scene from the front.
  ///
  /// A pixel's color is the mean of four rays, as a lens mixes colors within a pixel. Its depth comes from
  /// the ray through its center, since a mean depth may lie on no surface.
  /// - Parameters:
  ///   - width: in pixels; the horizontal field of view is 60 degrees.
  ///   - height: in pixels.
  public func view(width: Int = 640, height: Int = 480) -> View {
    require(width > 0 && height > 0, "a view of \(width)x\(height) pixels is empty")
    let camera = Camera(width: width, height: height)
    let count = width * height
    var color = Tensor(zeros: [1, 3, height, width])
    var depth = Tensor(zeros: [1, 1, height, width])
    color.withUnsafeMutableSamples { color in
      depth.withUnsafeMutableSamples { depth in
        nonisolated(unsafe) let (color, depth) = (color, depth)
        Parallel.forEachRange(height) { rows in
          for y in rows {
            for x in 0..<width {
              let pixel = y * width + x
              let center = nearest(camera.ray(x: Double(x) + 0.5, y: Double(y) + 0.5))
              depth[pixel] = Float(1000 * (center?.hit.distance ?? 0))
              var sum = Vector()
              for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                sum += shade(camera.ray(x: Double(x) + dx, y: Double(y) + dy))
              }
              for channel in 0..<3 {
                color[channel * count + pixel] = Float(min(1, sum[channel] / 4))
              }
            }
          }
        }
      }
    }
    return View(color: color, depth: depth)
  }
}

/// A pinhole camera at the origin that looks along z. A ray's direction has the z component 1, so distances
/// along it are depths.
private struct Camera {
  let width, height: Int

  func ray(x: Double, y: Double) -> Ray {
    let focalLength = Double(width) / 2 / tan(.pi / 6)
    let direction = Vector(
      (x - Double(width) / 2) / focalLength, (y - Double(height) / 2) / focalLength, 1)
    return Ray(origin: Vector(), direction: direction)
  }
}

extension SyntheticScene {
  /// A lamp above the camera's left shoulder.
  private static let lamp = Vector(-1.3, -1.2, 0.3)

  private static let ambient = 0.35

  private func nearest(_ ray: Ray) -> (hit: Hit, material: SyntheticMaterial)? {
    var best: (hit: Hit, material: SyntheticMaterial)?
    for (surface, material) in Self.objects {
      if let hit = surface.hit(by: ray), hit.distance < best?.hit.distance ?? .infinity {
        best = (hit, material)
      }
    }
    return best
  }

  /// Lambert's law with a shadow ray to the lamp.
  private func shade(_ ray: Ray) -> Vector {
    guard let (hit, material) = nearest(ray) else { return Vector() }
    let point = ray.origin + hit.distance * ray.direction
    let normal = dot(hit.normal, ray.direction) < 0 ? hit.normal : -hit.normal
    let toLamp = Self.lamp - point
    var light = Self.ambient
    let shadowRay = Ray(origin: point + 1e-4 * normal, direction: toLamp)
    let isLit = !Self.objects.contains { ($0.0.hit(by: shadowRay)?.distance ?? 1) < 1 }
    if isLit { light += 0.75 * max(0, dot(normal, normalized(toLamp))) }
    return light * material.color(at: hit.texturePoint)
  }

  private static let objects: [(SyntheticSurface, SyntheticMaterial)] = [
    // The room: back wall, slanted right wall, left wall, floor, ceiling.
    (
      .plane(normal: Vector(0, 0, 1), offset: 4.2),
      SyntheticMaterial(
        pattern: .blotches(size: 0.35), first: Vector(0.80, 0.74, 0.62),
        second: Vector(0.66, 0.62, 0.54))
    ),
    (
      .plane(normal: normalized(Vector(1, 0, 0.45)), offset: 2.75),
      SyntheticMaterial(
        pattern: .stripes(direction: Vector(0, 0, 1), size: 0.22), first: Vector(0.42, 0.58, 0.66),
        second: Vector(0.50, 0.66, 0.74))
    ),
    (
      .plane(normal: Vector(1, 0, 0), offset: -1.9),
      SyntheticMaterial(
        pattern: .plain, first: Vector(0.62, 0.70, 0.52), second: Vector(0.62, 0.70, 0.52))
    ),
    (
      .plane(normal: Vector(0, 1, 0), offset: 1.15),
      SyntheticMaterial(
        pattern: .checks(size: 0.3), first: Vector(0.56, 0.40, 0.28),
        second: Vector(0.74, 0.58, 0.42))
    ),
    (
      .plane(normal: Vector(0, 1, 0), offset: -1.5),
      SyntheticMaterial(
        pattern: .plain, first: Vector(0.86, 0.86, 0.84), second: Vector(0.86, 0.86, 0.84))
    ),
    // A table with thin legs.
    (
      .box(center: Vector(0.55, 0.42, 2.5), halfExtents: Vector(0.62, 0.03, 0.36), angle: 0.35),
      SyntheticMaterial(
        pattern: .stripes(direction: Vector(0, 0, 1), size: 0.05), first: Vector(0.50, 0.28, 0.14),
        second: Vector(0.58, 0.34, 0.18))
    ),
    leg(-0.52, -0.28), leg(0.52, -0.28), leg(-0.52, 0.28), leg(0.52, 0.28),
    // On the table.
    (
      .sphere(center: Vector(0.30, 0.19, 2.42), radius: 0.20),
      SyntheticMaterial(
        pattern: .checks(size: 0.09), first: Vector(0.85, 0.20, 0.16),
        second: Vector(0.95, 0.88, 0.80))
    ),
    (
      .box(center: Vector(0.80, 0.21, 2.35), halfExtents: Vector(0.11, 0.18, 0.11), angle: -0.5),
      SyntheticMaterial(
        pattern: .blotches(size: 0.07), first: Vector(0.16, 0.42, 0.30),
        second: Vector(0.40, 0.68, 0.44))
    ),
    // On the floor, at the left.
    (
      .box(center: Vector(-0.95, 0.70, 2.9), halfExtents: Vector(0.32, 0.45, 0.32), angle: 0.6),
      SyntheticMaterial(
        pattern: .checks(size: 0.16), first: Vector(0.24, 0.30, 0.52),
        second: Vector(0.36, 0.44, 0.70))
    ),
    (
      .sphere(center: Vector(-0.95, 0.0, 2.9), radius: 0.25),
      SyntheticMaterial(
        pattern: .stripes(direction: Vector(0.6, 0.8, 0), size: 0.08),
        first: Vector(0.90, 0.72, 0.20), second: Vector(0.96, 0.90, 0.62))
    ),
    (
      .sphere(center: Vector(-0.42, 0.93, 1.9), radius: 0.22),
      SyntheticMaterial(
        pattern: .blotches(size: 0.06), first: Vector(0.60, 0.26, 0.50),
        second: Vector(0.86, 0.58, 0.74))
    ),
    // A lamp on a thin cord, and posts before the back wall.
    (
      .box(center: Vector(-0.15, -0.95, 2.2), halfExtents: Vector(0.008, 0.55, 0.008), angle: 0.2),
      SyntheticMaterial(
        pattern: .plain, first: Vector(0.12, 0.12, 0.12), second: Vector(0.12, 0.12, 0.12))
    ),
    (
      .sphere(center: Vector(-0.15, -0.36, 2.2), radius: 0.13),
      SyntheticMaterial(
        pattern: .plain, first: Vector(0.97, 0.93, 0.80), second: Vector(0.97, 0.93, 0.80))
    ),
    post(0.15), post(0.45), post(0.75), post(1.05),
  ]

  /// A leg of the table, at an offset in the table's rotated coordinates.
  private static func leg(_ x: Double, _ z: Double) -> (SyntheticSurface, SyntheticMaterial) {
    let (c, s) = (cos(0.35), sin(0.35))
    return (
      .box(
        center: Vector(0.55 + c * x - s * z, 0.80, 2.5 + s * x + c * z),
        halfExtents: Vector(0.03, 0.35, 0.03), angle: 0.35),
      SyntheticMaterial(
        pattern: .plain, first: Vector(0.40, 0.22, 0.12), second: Vector(0.40, 0.22, 0.12))
    )
  }

  private static func post(_ x: Double) -> (SyntheticSurface, SyntheticMaterial) {
    (
      .box(center: Vector(x, -0.2, 3.7), halfExtents: Vector(0.04, 1.35, 0.04), angle: 0.3),
      SyntheticMaterial(
        pattern: .stripes(direction: Vector(0, 1, 0), size: 0.12), first: Vector(0.70, 0.34, 0.22),
        second: Vector(0.80, 0.46, 0.30))
    )
  }
}
