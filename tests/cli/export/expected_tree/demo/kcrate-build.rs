// What the manifest says of demo; upstream's build.rs, if any, never runs.
fn main() {
    println!("cargo:rerun-if-changed={}", "kcrate-build.rs");
    println!("cargo:rustc-check-cfg={}", "cfg(tuned)");
    println!("cargo:rustc-cfg={}", "tuned");
    println!("cargo:rustc-check-cfg={}", "cfg(level, values(\"2\"))");
    if rustc() >= 108800 {
        println!("cargo:rustc-cfg={}", "level=\"2\"");
    }
    println!("cargo:rustc-env={}", "NAME=a");
}

fn rustc() -> u32 {
    let rustc = std::env::var_os("RUSTC").unwrap();
    let output = std::process::Command::new(rustc).arg("--version").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let version: Vec<u32> = text
        .split(' ')
        .nth(1)
        .unwrap()
        .split(|c| c == '.' || c == '-')
        .take(3)
        .map(|n| n.parse().unwrap())
        .collect();
    version[0] * 100000 + version[1] * 100 + version[2]
}
