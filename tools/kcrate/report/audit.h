/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How an audit looks. */

#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "report/report.h"

namespace kcrate {

/* Of the same length: each crate's audit; what it needs stands before it. */
struct AuditView {
	const std::vector<AuditedCrate> &crates;
	const std::vector<CrateAudit> &audits;
	const std::vector<Diag> &others; /* findings about no crate */
};

/* All findings, then a table of the crates and their grades. */
std::string audit_to_text(const AuditView &view, Colour colour);

/* { "schema": 1, "findings": […],
 *   "crates": [{ "name", … "findings": […] }] } */
std::string audit_to_json(const AuditView &view);

/* The grades of one crate, by the features that it is asked for. */
struct FeatureMatrix {
	struct Row {
		std::vector<std::string> features;
		Grade grade;
		std::string because; /* the crate that it is due to, or "" */
	};

	std::string crate, version;
	std::vector<Row> rows;
};

/* A table for each, "-" for no feature. */
std::string matrix_to_text(const std::vector<FeatureMatrix> &matrices);

/* { "schema": 1, "crates": [{ "name", "version", "grades": […] }] } */
std::string matrix_to_json(const std::vector<FeatureMatrix> &matrices);

} /* namespace kcrate */
