/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The names of the properties that a class of properties binds, such as
 * {@code timeout.total}, relative to its prefix.
 */
final class KnownProperties {

	/** Those below {@code inferencekey}. */
	static final KnownProperties OF_ALL = new KnownProperties(InferenceKeyProperties.class);

	/** Those below {@code inferencekey.workloads.<name>}. */
	static final KnownProperties OF_WORKLOAD = new KnownProperties(WorkloadProperties.class);

	private final Set<String> values = new LinkedHashSet<>();

	private final Set<String> lists = new LinkedHashSet<>();

	private final Set<String> groups = new LinkedHashSet<>();

	private final Set<String> maps = new LinkedHashSet<>();

	private KnownProperties(Class<?> type) {
		collect(type, "");
	}

	private void collect(Class<?> type, String prefix) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			String name = prefix + DataObjectPropertyName.toDashedForm(property.getName());
			Class<?> propertyType = property.getPropertyType();
			if (Map.class.isAssignableFrom(propertyType)) {
				this.maps.add(name);
			}
			else if (property.getWriteMethod() != null) {
				this.values.add(name);
				if (List.class.isAssignableFrom(propertyType)) {
					this.lists.add(name);
				}
			}
			else if (propertyType != Class.class) {
				this.groups.add(name);
				collect(propertyType, name + ".");
			}
		}
	}

	/**
	 * Whether something binds a name.
	 * @param path the elements of the name below the prefix, in any relaxed form
	 * @return {@code true} for values, elements of lists, groups and what is in a map
	 */
	boolean contains(List<String> path) {
		String name = SimilarNames.canonical(String.join(".", path));
		String withoutIndex = name.replaceAll("(\\.\\d+)+$", "");
		return has(this.values, name) || has(this.lists, withoutIndex) || has(this.groups, name)
				|| this.maps.stream()
					.map(SimilarNames::canonical)
					.anyMatch((map) -> (name + ".").startsWith(map + "."));
	}

	private static boolean has(Collection<String> names, String canonical) {
		return names.stream().map(SimilarNames::canonical).anyMatch(canonical::equals);
	}

	/**
	 * The properties that hold a value.
	 * @return their names
	 */
	Set<String> values() {
		return this.values;
	}

	/**
	 * What can follow the prefix.
	 * @return the first element of each name, with {@code .*} for groups and maps
	 */
	Set<String> first() {
		return Stream.concat(this.values.stream(), this.maps.stream().map((map) -> map + ".*"))
			.map((name) -> name.contains(".") ? name.substring(0, name.indexOf('.')) + ".*" : name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The properties of a group.
	 * @param group the name of the group, such as {@code timeout}
	 * @return the names below it, none if there is no such group
	 */
	List<String> below(String group) {
		String prefix = SimilarNames.canonical(group) + ".";
		int depth = group.split("\\.").length;
		return this.values.stream()
			.filter((name) -> SimilarNames.canonical(name).startsWith(prefix))
			.map((name) -> name.split("\\.", depth + 1)[depth])
			.toList();
	}

	/**
	 * The name that is spelt much like another.
	 * @param name a name that nothing binds
	 * @return a name that exists, or {@code null} if none is close
	 */
	@Nullable String closest(String name) {
		Set<String> candidates = new LinkedHashSet<>(this.values);
		candidates.addAll(this.groups);
		candidates.addAll(this.maps);
		return SimilarNames.closest(name, candidates);
	}

	/**
	 * The property of the same name in another place, such as {@code http.read-timeout}
	 * for {@code read-timeout}.
	 * @param name a name that nothing binds
	 * @return a name that exists, or {@code null} if there is none
	 */
	@Nullable String elsewhere(String name) {
		String last = SimilarNames.canonical(lastElement(name));
		return this.values.stream()
			.filter((value) -> SimilarNames.canonical(lastElement(value)).equals(last))
			.findFirst()
			.orElse(null);
	}

	private static String lastElement(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

}
